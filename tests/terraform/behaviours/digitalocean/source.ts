/** A file of the provider, in the version that the installed bindings were made from. */
export const inProvider = (file: string) =>
  `https://github.com/digitalocean/terraform-provider-digitalocean/blob/v2.71.0/digitalocean/${file}`;

/** A file of DigitalOcean's own description of its API. */
export const inApi = (file: string) =>
  `https://github.com/digitalocean/openapi/blob/main/specification/resources/${file}`;
