interface SwatchProps {
  /** @default - a line of any track */
  readonly track?: string;
  /** @default 2 */
  readonly width?: number;
}

/** A piece of a line, as the charts draw it. */
export function Swatch({ track = "", width = 2 }: SwatchProps) {
  return (
    <svg class={`line ${track}`} viewBox="0 0 24 8" aria-hidden="true">
      <path d="M0 4h24" stroke-width={width} />
    </svg>
  );
}
