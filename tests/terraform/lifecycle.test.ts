import { shippedClouds } from "../support/every-environment";
import { testLifecycles } from "./lifecycles";

testLifecycles("the shipped environments, from nothing to nothing", shippedClouds);
