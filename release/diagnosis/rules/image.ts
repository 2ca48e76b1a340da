import { imageRepository, registryHost } from "../../../environments/schema/names";
import { isCloudEnvironment, hasNodes, nodeMachine } from "../../../environments/schema/environment";
import { kubectl, lookUpImage, quoted } from "../commands";
import type { DiagnosisContext } from "../context";
import type { Explanation } from "../finding";
import { foreignText } from "../foreign-text";
import type { ContainerFacts, PodFacts } from "../pod-facts";

const waitsForImage = [
  "ErrImagePull",
  "ImagePullBackOff",
  "RegistryUnavailable",
  "ErrImageNeverPull",
  "ImageInspectError",
  "SignatureValidationFailed",
];

/** Why the image of a container does not come. */
export function explainImage(
  container: ContainerFacts,
  pod: PodFacts,
  context: DiagnosisContext,
): Explanation | undefined {
  const { waiting, spec } = container;
  const image = spec.image ?? "";
  const shown = foreignText(image);
  if (waiting?.reason === "InvalidImageName") {
    return {
      id: "image-name-invalid",
      cause: `${shown} is not a reference of an image`,
      evidence: [said(waiting.reason, waiting.message)],
      setting: { path: "IMAGE", advice: "give a reference such as registry/repository@sha256:…, in lower case" },
      doomed: true,
    };
  }
  if (waiting === undefined || !waitsForImage.includes(waiting.reason)) return undefined;
  const text = pullError(container, pod);
  const evidence = [said(waiting.reason, text === "" ? waiting.message : text)];
  const base = { evidence, command: lookUpImage(context, image) };
  const command = kubectl(context, "describe", "pod", pod.name);

  if (waiting.reason === "ErrImageNeverPull")
    return {
      ...base,
      id: "image-not-loaded",
      cause: `the image ${shown} is not on the node, which is told never to pull it`,
      setting: { path: "IMAGE", advice: "load the image into the cluster first, or name one that is in a registry" },
      doomed: true,
    };
  if (
    /no match(ing manifest)? for (platform|linux\/|current platform)|no image found in (manifest list|image index)/i.test(
      text,
    )
  ) {
    const platform = platformOf(context);
    return {
      ...base,
      id: "image-platform",
      cause: `the image ${shown} is not there for the processors of the nodes (${platform})`,
      setting: {
        path: "IMAGE",
        advice: `build it with docker build --platform ${platform}, push it and give its new digest`,
      },
      command: `docker manifest inspect ${quoted(image)}`,
      doomed: true,
    };
  }
  if (/too ?many ?requests|\b429\b|rate limit/i.test(text))
    return {
      ...base,
      id: "image-rate-limited",
      cause: `the registry limits how often ${hostOf(image)} may be pulled from, and refuses ${shown} for now`,
      setting: {
        path: "IMAGE",
        advice: `take the image from ${imageRepository(context.environment)}, which has no such limit`,
      },
      command,
      doomed: false,
    };
  if (isUnauthorized(text)) return { ...base, ...unauthorized(shown, image, context), doomed: true };
  if (
    /not ?found|manifest unknown|name unknown|manifest_unknown|does not exist|\b404\b/i.test(text) &&
    !/no such host/i.test(text)
  )
    return {
      ...base,
      id: "image-not-found",
      cause: `the image ${shown} is not in its registry`,
      setting: { path: "IMAGE", advice: notFoundAdvice(context) },
      doomed: true,
    };
  if (/no space left on device/i.test(text))
    return {
      ...base,
      id: "node-disk-full",
      cause: `the node's disk has no room left for the image ${shown}`,
      command: kubectl(context, "describe", "node", pod.pod.spec?.nodeName ?? ""),
      doomed: false,
    };
  if (
    /no such host|i\/o timeout|timeout|connection refused|connection reset|EOF|deadline|unavailable|50[0234]\b/i.test(
      text,
    )
  )
    return {
      ...base,
      id: "registry-unreachable",
      cause: `the node does not reach the registry ${hostOf(image)}; it tries again by itself`,
      command,
      doomed: false,
    };
  return { ...base, id: "image-not-pulled", cause: `the image ${shown} cannot be pulled`, command, doomed: false };
}

/** While the node waits for its next try, older versions tell the reason in an event only. */
export function pullError({ waiting, spec }: ContainerFacts, { events }: PodFacts): string {
  const message = waiting?.message ?? "";
  const own = message.replace(/^Back-off pulling image "[^"]*"(: )?/, "");
  if (own !== "" && own !== message) return own.replace(/^ErrImagePull: /, "");
  if (message !== "" && own === message) return message;
  const failed = events.find(
    ({ reason, message: said }) =>
      reason === "Failed" && said?.startsWith(`Failed to pull image "${spec.image ?? ""}"`),
  );
  return (failed?.message ?? "").replace(/^Failed to pull image "[^"]*": /, "");
}

const isUnauthorized = (text: string): boolean =>
  /unauthorized|authentication required|no basic auth credentials|\b40[13]\b|forbidden|access denied|denied:|insufficient_scope|authorization failed|failed to authorize/i.test(
    text,
  ) && !/i\/o timeout|no such host|connection refused|connection reset|\b5\d\d\b/i.test(text);

function unauthorized(
  shown: string,
  image: string,
  context: DiagnosisContext,
): Omit<Explanation, "evidence" | "doomed"> {
  const { environment } = context;
  const own = imageRepository(environment);
  const id = "image-unauthorized";
  const cause = `the nodes may not pull ${shown}, or it is not in its registry`;
  if (!isCloudEnvironment(environment) || hostOf(image) !== registryHost(environment)) {
    return {
      id,
      cause,
      setting: { path: "IMAGE", advice: `take the image from ${own}, which the nodes may pull from` },
    };
  }
  const advice = `take the image from ${own}; the nodes have a login for it`;
  if (environment.cloud !== "digitalocean") return { id, cause, setting: { path: "IMAGE", advice } };
  return {
    id,
    cause,
    setting: { path: "IMAGE", advice: `take the image from ${own}, and let the cluster log in there` },
    command: `doctl kubernetes cluster registry add ${quoted(`${environment.project}-${environment.name}`)}`,
  };
}

const notFoundAdvice = (context: DiagnosisContext): string =>
  context.environment.cloud === "local"
    ? "build the image and load it into the cluster, or give one that is there"
    : "push it, or give a digest that is there";

const hostOf = (image: string): string => {
  const [first = ""] = image.split("/");
  return foreignText(image.includes("/") && /[.:]|^localhost$/.test(first) ? first : "docker.io", 100);
};

/** `linux/amd64`, by the type of the environment's nodes. */
export function platformOf({ environment }: Pick<DiagnosisContext, "environment">): string {
  const known = isCloudEnvironment(environment) && hasNodes(environment);
  return `linux/${known ? nodeMachine(environment).architecture : "amd64"}`;
}

/** Without the layers of the container runtime, each of which repeats the name of the image. */
const said = (reason: string, message: string): string =>
  `${reason}: ${foreignText(message.replaceAll(/rpc error: code = \w+ desc = |failed to (?:pull and unpack image|resolve reference) "[^"]*": /g, ""))}`;
