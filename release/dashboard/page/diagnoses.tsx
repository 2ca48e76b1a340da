import type { Diagnosis } from "../../diagnosis/diagnosis";
import { CopyButton } from "./copy-button";
import { Mark } from "./mark";
import { Section } from "./section";
import { counted } from "./words";

/** What is wrong, why, and what to do about it. */
export function Diagnoses({ diagnoses }: { readonly diagnoses: readonly Diagnosis[] }) {
  if (diagnoses.length === 0) return null;
  return (
    <Section id="diagnosis" title="Diagnosis" aside={<span class="quiet">{counted(diagnoses.length, "cause")}</span>}>
      {diagnoses.map((diagnosis) => (
        <One key={`${diagnosis.id} ${diagnosis.subject}`} {...diagnosis} />
      ))}
    </Section>
  );
}

function One({ subject, cause, evidence, setting, command, doomed }: Diagnosis) {
  return (
    <article class="diagnosis">
      <h3>
        <Mark look={doomed ? "bad" : "warning"} />
        <bdi>{cause}</bdi>
      </h3>
      <dl>
        <dt>About</dt>
        <dd>
          <code>{subject}</code> <span class="quiet">{doomed ? "does not mend itself" : "may pass by itself"}</span>
        </dd>
        {evidence.length > 0 && (
          <>
            <dt>Seen</dt>
            {evidence.map((text, index) => (
              <dd key={index}>
                <code class="said">{text}</code>
              </dd>
            ))}
          </>
        )}
        {setting !== undefined && (
          <>
            <dt>Change</dt>
            <dd>
              <code>{setting.path}</code>: <bdi>{setting.advice}</bdi>
            </dd>
          </>
        )}
        {command !== undefined && (
          <>
            <dt>Run</dt>
            <dd>
              <Command text={command} />
            </dd>
          </>
        )}
      </dl>
    </article>
  );
}

/** A command to be copied as a whole. */
export function Command({ text }: { readonly text: string }) {
  return (
    <span class="command">
      <code>{text}</code>
      <CopyButton text={text} />
    </span>
  );
}
