import type { DashboardState } from "../dashboard-state";
import type { Finding } from "../../verify/verdict";
import { Mark, type Look } from "./mark";
import { Section } from "./section";
import { counted } from "./words";

type Candidate = NonNullable<DashboardState["candidate"]>;

const looks: Readonly<Record<Finding["verdict"], Look>> = { pass: "good", fail: "bad", inconclusive: "doubtful" };

/** `fail: 2 of 14 checks speak against it` */
export function verdictText({ verdict, findings }: Candidate): string {
  const against = findings.filter((finding) => finding.verdict === verdict).length;
  switch (verdict) {
    case undefined:
      return "has not ended";
    case "pass":
      return "pass: nothing speaks against it";
    case "inconclusive":
      return `inconclusive: ${against} of ${counted(findings.length, "check")} cannot tell`;
    case "fail":
      return `fail: ${against} of ${counted(findings.length, "check")} speak against it`;
  }
}

/** The verdict, and what it was made of: what is not well first. */
export function Verification({ candidate }: { readonly candidate: Candidate | undefined }) {
  if (candidate === undefined) return null;
  const { verdict, findings } = candidate;
  const passed = findings.filter((finding) => finding.verdict === "pass");
  const others = findings.filter((finding) => finding.verdict !== "pass").sort(failuresFirst);
  return (
    <Section id="verification" title="Verification" aside={<Verdict {...candidate} />}>
      {findings.length === 0 && (
        <p class="quiet">{verdict === undefined ? "There are no findings yet." : "Its findings were not kept."}</p>
      )}
      <Findings findings={others} />
      {others.length > 0 && passed.length > 3 ? (
        <details>
          <summary>{counted(passed.length, "check")} passed</summary>
          <Findings findings={passed} />
        </details>
      ) : (
        <Findings findings={passed} />
      )}
    </Section>
  );
}

/** The verdict in a line. */
export function Verdict(candidate: Candidate) {
  const { verdict = "open" } = candidate;
  return (
    <span class={`verdict ${verdict}`}>
      <Mark look={verdict === "open" ? "later" : looks[verdict]} /> {verdictText(candidate)}
    </span>
  );
}

const failuresFirst = (one: Finding, other: Finding): number =>
  Number(other.verdict === "fail") - Number(one.verdict === "fail");

/** Nothing that is a matter of chance is ever certain. */
const sureText = (confidence: number): string =>
  confidence > 0.99 ? "> 99 % sure" : `${Math.round(100 * confidence)} % sure`;

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
