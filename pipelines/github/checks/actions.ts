import { type Check, eachStep } from "./check";

/** Code of others runs only in the version that somebody has looked at, and gets no credentials that it does not need. */
export const actionProblems: Check = ({ workflow, commentAt }) =>
  eachStep(workflow, ({ uses, with: inputs }, _, place) => {
    if (uses === undefined) return [];
    const [action = "", version = ""] = uses.split("@");
    const comment = commentAt(["jobs", place.job, "steps", place.index, "uses"]);
    if (!/^[0-9a-f]{40}$/.test(version))
      return [
        { path: "uses", rule: "must be pinned by the 40 digits of a commit", got: uses, fix: "tags can be moved" },
      ];
    return [
      ...(/^v\d+(\.\d+)*$/.test(comment ?? "")
        ? []
        : [
            {
              path: "uses",
              rule: "must have the version of the commit as its comment, such as # v1.2.3",
              got: comment ?? uses,
            },
          ]),
      ...(action === "actions/checkout" && inputs["token"] === undefined && inputs["persist-credentials"] !== "false"
        ? [
            {
              path: "with.persist-credentials",
              rule: "must be false",
              got: inputs["persist-credentials"],
              fix: "every later step could push with the job's token",
            },
          ]
        : []),
    ];
  });
