import type { VerifiedTrack } from "../dashboard-state";
import { checksIn, type Finding, sureText, totalOf, verdictWords } from "../../verify/verdict";
import { Mark, type Look } from "./mark";
import { Section } from "./section";
import { counted } from "./words";

const looks: Readonly<Record<Finding["verdict"], Look>> = { pass: "good", fail: "bad", inconclusive: "doubtful" };

/** `fail: 2 of 14 checks speak against it` */
export function verdictText({ verdict, accepted, findings, checks = checksIn(findings) }: VerifiedTrack): string {
  if (verdict === undefined) return "has not ended";
  const words = verdictWords({ verdict, accepted });
  const share = `${checks[verdict]} of ${counted(totalOf(checks), "check")}`;
  switch (verdict) {
    case "pass":
      return `${words}: nothing speaks against it`;
    case "inconclusive":
      return `${words}: ${share} cannot tell`;
    case "fail":
      return `${words}: ${share} speak against it`;
  }
}

/** The verdict, and what it was made of: what is not well first. */
export function Verification({ verified }: { readonly verified: VerifiedTrack | undefined }) {
  if (verified === undefined) return null;
  const { verdict, findings, checks } = verified;
  const passed = findings.filter((finding) => finding.verdict === "pass");
  const others = findings.filter((finding) => finding.verdict !== "pass").sort(failuresFirst);
  return (
    <Section id="verification" title="Verification" aside={<Verdict {...verified} />}>
      {findings.length === 0 && (
        <p class="quiet">{verdict === undefined ? "There are no findings yet." : "Its findings were not kept."}</p>
      )}
      {checks !== undefined && findings.length > 0 && (
        <p class="quiet">
          {findings.length} of {counted(totalOf(checks), "check")} are kept.
        </p>
      )}
      <Findings findings={others} />
      {others.length > 0 && passed.length > 3 ? (
        <details>
          <summary>{counted(checks?.pass ?? passed.length, "check")} passed</summary>
          <Findings findings={passed} />
        </details>
      ) : (
        <Findings findings={passed} />
      )}
    </Section>
  );
}

/** The verdict in a line. */
export function Verdict(verified: VerifiedTrack) {
  const { verdict = "open" } = verified;
  return (
    <span class={`verdict ${verdict}`}>
      <Mark look={verdict === "open" ? "later" : looks[verdict]} /> {verdictText(verified)}
    </span>
  );
}

const failuresFirst = (one: Finding, other: Finding): number =>
  Number(other.verdict === "fail") - Number(one.verdict === "fail");

function Findings({ findings }: { readonly findings: readonly Finding[] }) {
  if (findings.length === 0) return null;
  return (
    <ul class="rows">
      {findings.map(({ name, pod, verdict, evidence, confidence }, index) => (
        <li key={index}>
          <Mark look={looks[verdict]} />
          <div>
            <span class="unseen">{verdict}: </span>
            <strong>{name}</strong> {pod !== undefined && <code class="quiet">{pod} </code>}
            <bdi class={verdict === "pass" ? undefined : "evidence"}>{evidence}</bdi>
          </div>
          {confidence !== undefined && <span class="quiet number">{sureText(confidence)}</span>}
        </li>
      ))}
    </ul>
  );
}
