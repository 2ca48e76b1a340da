import { Ajv } from "ajv";

import { newPerson, person } from "../../addressbook/people/person";
import { rules } from "../../addressbook/rules";
import { databaseVariables, serviceVariables } from "../../addressbook/settings";

/** As the service reads schemas, and checks what it leaves out to start sooner. Those of routes are in the OpenAPI document. */
const strict = new Ajv({ ...rules, useDefaults: true, meta: true, validateSchema: true });

test.each(Object.entries({ newPerson, person, databaseVariables, serviceVariables }))(
  "%s is a valid schema",
  (_name, schema) => {
    expect(strict.validateSchema(schema)).toBe(true);
  },
);

test("a schema that is not valid is found", () => {
  expect(strict.validateSchema({ ...person, required: "id" })).toBe(false);
});
