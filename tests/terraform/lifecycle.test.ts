import { shippedClouds } from "../support/every-environment";
import { testLifecycles } from "./lifecycles";

testLifecycles(
  "the shipped demo environments, from nothing to nothing",
  shippedClouds.filter(({ profile }) => profile === "demo"),
);
