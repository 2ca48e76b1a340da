/** What the number means by which a program has ended. Above 128 it is the signal that ended it, and 128. */
const meanings: Readonly<Record<number, string>> = {
  0: "it has ended by itself, without an error",
  1: "it has failed",
  2: "it was started with wrong settings or arguments",
  125: "the container could not be started",
  126: "the program cannot be executed",
  127: "there is no such program",
  128: "the container could not be started",
  130: "it was interrupted (SIGINT)",
  132: "it has run into an instruction that the processor does not know (SIGILL)",
  134: "it has given up by itself (SIGABRT), as Node.js does when its heap is full",
  135: "it has accessed memory in a wrong way (SIGBUS)",
  136: "it has calculated something impossible (SIGFPE)",
  137: "it was killed (SIGKILL)",
  139: "it has accessed memory that is not its own (SIGSEGV)",
  143: "it was asked to end (SIGTERM)",
  255: "it has failed, or could not be started",
};

/** `exit code 137: it was killed (SIGKILL)` */
export function exitMeaning(code: number): string {
  const meaning = meanings[code] ?? (code > 128 && code < 160 ? `signal ${code - 128} has ended it` : undefined);
  return `exit code ${code}${meaning === undefined ? "" : `: ${meaning}`}`;
}
