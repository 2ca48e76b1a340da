import { useEffect, useState } from "preact/hooks";

const labels = { ready: "Copy", copied: "Copied", refused: "Select and copy" } as const;

/** Copies a text, and says so for a while. */
export function CopyButton({ text }: { readonly text: string }) {
  const [state, setState] = useState<keyof typeof labels>("ready");
  useEffect(() => {
    if (state === "ready") return undefined;
    const timer = setTimeout(() => {
      setState("ready");
    }, 3000);
    return () => {
      clearTimeout(timer);
    };
  }, [state]);
  const copy = async (): Promise<void> => {
    try {
      await navigator.clipboard.writeText(text);
      setState("copied");
    } catch {
      // a browser may forbid it, above all to a file
      setState("refused");
    }
  };
  return (
    <button type="button" class="small" onClick={() => void copy()}>
      <span aria-live="polite">{labels[state]}</span>
      <span class="unseen">: {text}</span>
    </button>
  );
}
