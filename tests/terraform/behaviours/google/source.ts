const repository = "https://github.com/hashicorp/terraform-provider-google/blob/v6.50.0";

/** Where the code of a type is: `compute/resource_compute_network.go`. */
export const source = (file: string): string => `${repository}/google/services/${file}`;

/** Where the provider documents a resource: `compute_network`. */
export const manual = (name: string): string => `${repository}/website/docs/r/${name}.html.markdown`;

/** Where the provider keeps what its types have in common: `tpgresource/labels.go`. */
export const shared = (file: string): string => `${repository}/google/${file}`;

/** A page of Google's documentation: `compute/docs/naming-resources`. */
export const google = (page: string): string => `https://cloud.google.com/${page}`;
