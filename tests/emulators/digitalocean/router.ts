import { Router as HttpRouter } from "../http/router";
import type { Handler } from "./api-request";

/** Routes of the API by method and path. */
export class Router extends HttpRouter<Handler> {}
