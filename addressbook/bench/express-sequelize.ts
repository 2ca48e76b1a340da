/**
 * The same endpoints in the way of the reference demo: Express, and Sequelize with its objects for rows. It is what the
 * service is measured against, so nothing in it is slower than its packages make it.
 */
import type { AddressInfo } from "node:net";

import express, { type NextFunction, type Request, type Response } from "express";
import { DataTypes, Sequelize } from "sequelize";

const { DB_HOST, DB_PORT, DB_SCHEMA = "", DB_USER = "", DB_PASSWORD, DB_POOL_SIZE, PORT } = process.env;

const sequelize = new Sequelize(DB_SCHEMA, DB_USER, DB_PASSWORD, {
  dialect: "postgres",
  host: DB_HOST,
  port: Number(DB_PORT),
  pool: { min: 0, max: Number(DB_POOL_SIZE), idle: 30_000 },
  // as in production; by default it writes each statement to the standard output
  logging: false,
});

const Person = sequelize.define("Person", {
  firstName: { type: DataTypes.STRING, allowNull: false },
  lastName: { type: DataTypes.STRING },
});

const app = express();
app.use(express.urlencoded({ extended: true }), express.json());

app.put("/person", async (request, response) => {
  const { firstName, lastName, id } = request.body as Record<string, unknown>;
  response.json(await Person.create({ firstName, lastName, id }));
});

app.get("/person/:id", async (request, response) => {
  response.json(await Person.findByPk(request.params.id));
});

app.delete("/person/:id", async (request, response) => {
  await Person.destroy({ where: { id: request.params.id } });
  response.end();
});

app.get("/all", async (request, response) => {
  const { limit } = request.query;
  response.json(await Person.findAll(limit === undefined ? {} : { limit: Number(limit), order: ["id"] }));
});

app.get("/ready", async (_request, response) => {
  await sequelize.authenticate();
  response.json({ ready: true });
});

app.use((_request, response) => {
  response.status(404).send("404 - Not Found. Try the /all route");
});

app.use((error: Error, _request: Request, response: Response, next: NextFunction) => {
  if (response.headersSent) next(error);
  else response.status(500).json({ error: error.message });
});

const server = app.listen(Number(PORT), "127.0.0.1", () => {
  process.stdout.write(`listening on port ${(server.address() as AddressInfo).port}\n`);
});
