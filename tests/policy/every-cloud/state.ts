import { after, is, type Policy } from "../policy";
import { setting } from "../stack";

const isInBucket: Policy["concerns"] = (resource) => setting(resource, "backend.s3") !== undefined;

/** Where Terraform keeps its state, in which everything is written down. */
export const state: readonly Policy[] = [
  {
    id: "OWN_STATE_SHARED",
    must: "keep its state where everybody finds it and nobody overwrites it",
    types: ["terraform"],
    holds: (terraform) =>
      ["s3", "gcs", "remote"].some((backend) => setting(terraform, `backend.${backend}`) !== undefined),
    broken: [
      after("the backend is a file", ({ settings }) => {
        settings["backend"] = { local: { path: "terraform.tfstate" } };
      }),
      after("there is no backend", ({ settings }) => {
        delete settings["backend"];
      }),
    ],
  },
  {
    id: "OWN_STATE_ENCRYPTED",
    must: "have its state encrypted",
    types: ["terraform"],
    concerns: isInBucket,
    ...is("backend.s3.encrypt", true, false),
  },
  {
    id: "OWN_STATE_LOCKED",
    must: "lock its state",
    types: ["terraform"],
    concerns: isInBucket,
    ...is("backend.s3.use_lockfile", true, false),
  },
];
