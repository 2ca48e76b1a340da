/** Whatever nobody may see: each is like no other text, so that it can be looked for in all that is written. */
export const secrets = {
  databasePassword: "Dt7-database-password-5qXv",
  dockerPassword: "Dt7-docker-password-8wLm",
  githubToken: "Dt7-github-token-2bHs",
  awsKey: "Dt7-aws-secret-access-key-9rTc",
  identityToken: "Dt7-identity-token-4kPz",
  ecrPassword: "Dt7-ecr-password-7nGd",
  googleKey: "Dt7-google-private-key-3vJy",
  digitaloceanToken: "Dt7-digitalocean-token-6fWq",
} as const;

/** The text of the file that gcloud and Google's libraries take as a login. */
export const googleCredentials = JSON.stringify({ type: "service_account", private_key: secrets.googleKey });

/** The login that the service's pods get. */
export const databaseLogin = {
  DB_HOST: "db.internal",
  DB_PORT: "5432",
  DB_SCHEMA: "demo",
  DB_USER: "demouser",
  DB_PASSWORD: secrets.databasePassword,
  DB_SSL: "false",
} as const;

/** Names of the secrets that are in a text. */
export const seenIn = (text: string): string[] =>
  Object.entries(secrets)
    .filter(([, value]) => text.includes(value))
    .map(([name]) => name);
