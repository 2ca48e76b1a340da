import { type ApiAnswer, type ApiRequest, ok } from "./api-request";

/** One page of a list, as `page` and `per_page` of the query want it (pagination in the OpenAPI of DigitalOcean). */
export function listing(request: ApiRequest, name: string, items: readonly object[]): ApiAnswer {
  const number = (parameter: string, otherwise: number): number =>
    Math.max(1, Number(request.url.searchParams.get(parameter) ?? otherwise) || otherwise);
  const page = number("page", 1);
  const perPage = Math.min(200, number("per_page", 20));
  const last = Math.max(1, Math.ceil(items.length / perPage));
  const link = (to: number): string => {
    const url = new URL(request.url);
    url.searchParams.set("page", String(to));
    return url.href;
  };
  const pages = {
    ...(page > 1 && { first: link(1), prev: link(page - 1) }),
    ...(page < last && { next: link(page + 1), last: link(last) }),
  };
  return ok({
    [name]: items.slice((page - 1) * perPage, page * perPage),
    links: Object.keys(pages).length === 0 ? {} : { pages },
    meta: { total: items.length },
  });
}
