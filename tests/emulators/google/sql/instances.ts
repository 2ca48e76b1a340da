import { ok } from "../../http/api-answer";
import type { Router } from "../../http/router";
import { ApiError } from "../api-error";
import type { ApiRequest, Handler } from "../api-request";
import { newEtag } from "../values";
import { overlaid } from "../overlaid";
import { Instance } from "./instance";
import { type InstanceSettings, instanceModels } from "./instance-models";
import { checkInstance, checkUpdate } from "./instance-rules";
import { begin, checkIdle } from "./operations";
import { invalidRequest, noInstance } from "./sql-error";

export function routeInstances(router: Router<Handler>): void {
  const path = "/sql/v1beta4/projects/{project}/instances";
  router
    .on(`POST ${path}`, insert)
    .on(`GET ${path}`, ({ project }) =>
      ok({ kind: "sql#instancesList", items: [...project.instances.values()].map((instance) => instance.shown()) }),
    )
    .on(`GET ${path}/{instance}`, (request) => ok(instanceOf(request).shown()))
    .on(`PATCH ${path}/{instance}`, (request) => change(request, (before, given) => overlaid(before, given)))
    // what is left out is set back to its default, but for what cannot be without a value
    .on(`PUT ${path}/{instance}`, (request) =>
      change(request, ({ tier, edition, dataDiskSizeGb }, given) =>
        withDefaults({
          ...(tier && { tier }),
          ...(edition && { edition }),
          ...(dataDiskSizeGb && { dataDiskSizeGb }),
          ...given,
        }),
      ),
    )
    .on(`DELETE ${path}/{instance}`, remove);
}

/** @throws {ApiError} when there is none */
export function instanceOf(request: ApiRequest): Instance {
  const instance = request.project.instances.get(request.parameter("instance"));
  if (instance === undefined) throw noInstance();
  return instance;
}

const insert: Handler = (request) => {
  const { project } = request;
  const { name, region, databaseVersion, settings } = request.read(instanceModels.insert);
  if (project.instances.has(name) || project.deletedInstances.has(name))
    // https://cloud.google.com/sql/docs/postgres/delete-instance: for a week
    throw new ApiError(
      409,
      "The Cloud SQL instance already exists. When you delete an instance, you can't reuse the name of the deleted instance until one week from the deletion date.",
      { reason: "instanceAlreadyExists" },
    );
  const instance = new Instance(project, name, region, databaseVersion, withDefaults(settings));
  checkInstance(instance);
  project.instances.set(name, instance);
  const become = (state: "RUNNABLE" | "FAILED") => (): void => {
    instance.state = state;
  };
  return begin(instance, { phase: "creating", type: "CREATE" }, become("RUNNABLE"), become("FAILED"));
};

function change(
  request: ApiRequest,
  next: (before: InstanceSettings, given: InstanceSettings) => InstanceSettings,
): ReturnType<Handler> {
  const instance = instanceOf(request);
  const { settings: given, databaseVersion = instance.databaseVersion, region } = request.read(instanceModels.update);
  checkIdle(instance);
  if (region !== undefined && region !== instance.region) throw invalidRequest("the region cannot be changed.");
  const { settingsVersion } = instance.settings;
  if (
    given?.settingsVersion !== undefined &&
    given.settingsVersion !== "0" &&
    given.settingsVersion !== settingsVersion
  )
    throw new ApiError(412, "Condition does not match.", { reason: "staleData", status: "FAILED_PRECONDITION" });
  const settings = given === undefined ? instance.settings : next(instance.settings, given);
  checkUpdate(instance, new Instance(instance.project, instance.name, instance.region, databaseVersion, settings));
  return begin(instance, { phase: "updating", type: "UPDATE" }, () => {
    instance.databaseVersion = databaseVersion;
    instance.settings = { ...settings, settingsVersion: String(Number(settingsVersion) + 1) };
    instance.etag = newEtag();
  });
}

const remove: Handler = (request) => {
  const instance = instanceOf(request);
  const { project, name } = instance;
  if (instance.settings.deletionProtectionEnabled === true)
    throw new ApiError(
      400,
      "The instance is protected. Please disable the deletion protection and try again. To disable deletion protection, update the instance settings with deletionProtectionEnabled set to false.",
      { reason: "badRequest" },
    );
  const answer = begin(instance, { phase: "deleting", type: "DELETE" }, () => {
    project.instances.delete(name);
    project.deletedInstances.add(name);
  });
  instance.state = "PENDING_DELETE";
  return answer;
};

/** What Cloud SQL makes of what is not said, as in answers of the real one. */
function withDefaults(given: InstanceSettings): InstanceSettings {
  const defaults: InstanceSettings = {
    kind: "sql#settings",
    authorizedGaeApplications: [],
    activationPolicy: "ALWAYS",
    availabilityType: "ZONAL",
    connectorEnforcement: "NOT_REQUIRED",
    dataDiskSizeGb: "10",
    dataDiskType: "PD_SSD",
    deletionProtectionEnabled: false,
    pricingPlan: "PER_USE",
    replicationType: "SYNCHRONOUS",
    settingsVersion: "1",
    storageAutoResize: true,
    storageAutoResizeLimit: "0",
    ipConfiguration: {
      authorizedNetworks: [],
      ipv4Enabled: true,
      requireSsl: false,
      sslMode: "ALLOW_UNENCRYPTED_AND_ENCRYPTED",
      serverCaMode: "GOOGLE_MANAGED_INTERNAL_CA",
    },
    backupConfiguration: {
      kind: "sql#backupConfiguration",
      enabled: false,
      startTime: "12:00",
      transactionLogRetentionDays: 7,
      backupRetentionSettings: { retainedBackups: 7, retentionUnit: "COUNT" },
    },
  };
  const settings = overlaid(defaults, given);
  return settings.ipConfiguration?.sslMode === "ENCRYPTED_ONLY"
    ? { ...settings, ipConfiguration: { ...settings.ipConfiguration, requireSsl: true } }
    : settings;
}
