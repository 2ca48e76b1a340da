import type { ComponentChildren } from "preact";

interface SectionProps {
  readonly id: string;
  readonly title: string;
  /** Beside the title. @default - nothing */
  readonly aside?: ComponentChildren;
  readonly children: ComponentChildren;
}

/** A part of the page that a screen reader finds by its name. */
export function Section({ id, title, aside, children }: SectionProps) {
  return (
    <section id={id} class="card" aria-labelledby={`${id}-title`}>
      <header class="card-head">
        <h2 id={`${id}-title`}>{title}</h2>
        {aside}
      </header>
      {children}
    </section>
  );
}
