import { isObject } from "../json";
import type { Cause } from "../status-error";

const subdomain =
  "a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '-' or '.', and must start and end with an alphanumeric character (e.g. 'example.com', regex used for validation is '[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*')";
const label =
  "a lowercase RFC 1123 label must consist of lower case alphanumeric characters or '-', and must start and end with an alphanumeric character (e.g. 'my-name',  or '123-abc', regex used for validation is '[a-z0-9]([-a-z0-9]*[a-z0-9])?')";
const serviceName =
  "a DNS-1035 label must consist of lower case alphanumeric characters or '-', start with an alphabetic character, and end with an alphanumeric character (e.g. 'my-name',  or 'abc-123', regex used for validation is '[a-z]([-a-z0-9]*[a-z0-9])?')";
const namePart =
  "name part must consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character (e.g. 'MyName',  or 'my.name',  or '123-abc', regex used for validation is '([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]')";
const labelValue =
  "a valid label must be an empty string or consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character (e.g. 'MyValue',  or 'my_value',  or '12345', regex used for validation is '(([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9])?')";
const configKey =
  "a valid config key must consist of alphanumeric characters, '-', '_' or '.' (e.g. 'key.name',  or 'KEY_NAME',  or 'key-name', regex used for validation is '[-._a-zA-Z0-9]+')";

const isSubdomain = (name: string): boolean =>
  /^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$/.test(name);
const isLabel = (name: string): boolean => /^[a-z0-9]([-a-z0-9]*[a-z0-9])?$/.test(name);
const isServiceName = (name: string): boolean => /^[a-z]([-a-z0-9]*[a-z0-9])?$/.test(name);

export const invalidValue = (field: string, value: unknown, why: string): Cause => ({
  reason: "FieldValueInvalid",
  message: `Invalid value: ${JSON.stringify(value)}: ${why}`,
  field,
});

export const requiredValue = (field: string, why?: string): Cause => ({
  reason: "FieldValueRequired",
  message: why === undefined ? "Required value" : `Required value: ${why}`,
  field,
});

export const forbiddenValue = (field: string, why: string): Cause => ({
  reason: "FieldValueForbidden",
  message: `Forbidden: ${why}`,
  field,
});

/** What is wrong with the name of an object of a kind. */
export function nameProblems(kind: string, name: string): Cause[] {
  const [fits, rule, longest] =
    kind === "Namespace"
      ? ([isLabel, label, 63] as const)
      : kind === "Service"
        ? ([isServiceName, serviceName, 63] as const)
        : ([isSubdomain, subdomain, 253] as const);
  if (kind === "Role" || kind === "RoleBinding") return [];
  return [
    ...(name.length > longest
      ? [invalidValue("metadata.name", name, `must be no more than ${longest} characters`)]
      : []),
    ...(fits(name) ? [] : [invalidValue("metadata.name", name, rule)]),
  ];
}

/** What is wrong with labels. */
export function labelProblems(labels: unknown, field: string): Cause[] {
  if (!isObject(labels)) return [];
  return Object.entries(labels).flatMap(([key, value]) => {
    const [, prefix, name = ""] = /^(?:(.*)\/)?([^/]*)$/.exec(key) ?? [];
    const text = String(value);
    return [
      ...(prefix !== undefined && !isSubdomain(prefix) ? [invalidValue(field, key, `prefix part ${subdomain}`)] : []),
      ...(/^([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]$/.test(name) ? [] : [invalidValue(field, key, namePart)]),
      ...(name.length > 63 ? [invalidValue(field, key, "name part must be no more than 63 bytes")] : []),
      ...(text.length > 63 ? [invalidValue(field, text, "must be no more than 63 bytes")] : []),
      ...(/^(([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9])?$/.test(text) ? [] : [invalidValue(field, text, labelValue)]),
    ];
  });
}

/** What is wrong with the keys of a Secret or a ConfigMap. */
export const keyProblems = (data: unknown, field: string): Cause[] =>
  Object.keys(isObject(data) ? data : {})
    .filter((key) => !/^[-._a-zA-Z0-9]+$/.test(key))
    .map((key) => invalidValue(`${field}[${key}]`, key, configKey));
