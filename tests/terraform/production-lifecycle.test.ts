import { shippedClouds } from "../support/every-environment";
import { testLifecycles } from "./lifecycles";

testLifecycles(
  "the shipped production environments, from nothing to nothing",
  shippedClouds.filter(({ profile }) => profile === "production"),
);
