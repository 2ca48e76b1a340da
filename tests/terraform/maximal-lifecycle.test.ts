import { maximalClouds } from "../support/every-environment";
import { testLifecycles } from "./lifecycles";

testLifecycles("environments that use everything, from nothing to nothing", maximalClouds);
