import type { ServiceAccount } from "@cdktf/provider-google/lib/service-account";
import type { ITerraformDependable } from "cdktf";

import type { KubernetesCluster } from "../contracts";
import { weekdays, type WeeklyHour } from "../weekdays";
import type { GoogleNetwork } from "./network";

/** A cluster on GKE, whoever chooses its nodes. */
export interface GoogleCluster extends KubernetesCluster {
  /** The nodes' identity: it may write logs and metrics, and what others grant it. */
  readonly nodeServiceAccount: ServiceAccount;
}

/** What every cluster on GKE is made from. */
export interface ControlPlaneProps {
  /** Name of the cluster, at most 40 characters. Changing it replaces the cluster. */
  readonly name: string;
  readonly projectId: string;
  readonly network: GoogleNetwork;
  /** Id of the nodes' service account, at most 30 characters. */
  readonly nodeServiceAccountId: string;
  /** Versions that Google rolls out by itself. */
  readonly releaseChannel: "RAPID" | "REGULAR" | "STABLE";
  /** Weekly start of the twelve hours in which that may happen; GKE refuses shorter windows once a week. */
  readonly maintenance: WeeklyHour;
  /** Networks from which the control plane's address answers. Empty: it is reached by its DNS name only, guarded by IAM. */
  readonly apiAllowedCidrs: readonly string[];
  readonly deletionProtection: boolean;
  readonly labels: Readonly<Record<string, string>>;
  readonly dependsOn: readonly ITerraformDependable[];
}

/** The settings that Standard and Autopilot share: who reaches the API, which addresses pods have, what is logged. */
export function controlPlane(props: ControlPlaneProps) {
  const { network } = props;
  const hasAddress = props.apiAllowedCidrs.length > 0;
  return {
    name: props.name,
    deletionProtection: props.deletionProtection,
    resourceLabels: props.labels, // CKV_GCP_21
    releaseChannel: { channel: props.releaseChannel }, // CKV_GCP_70
    maintenancePolicy: { recurringWindow: weeklyWindow(props.maintenance) },

    network: network.network.id,
    subnetwork: network.nodes.id,
    networkingMode: "VPC_NATIVE",
    ipAllocationPolicy: {
      clusterSecondaryRangeName: network.podsRangeName,
      servicesSecondaryRangeName: network.servicesRangeName,
    },
    privateClusterConfig: {
      enablePrivateNodes: true, // CKV_GCP_64
      // what the API answers where there is no address; left out, every plan would want to take it back
      enablePrivateEndpoint: !hasAddress,
    },
    controlPlaneEndpointsConfig: {
      dnsEndpointConfig: { allowExternalTraffic: true },
      ipEndpointsConfig: { enabled: hasAddress },
    },
    masterAuthorizedNetworksConfig: hasAddress
      ? { cidrBlocks: props.apiAllowedCidrs.map((cidrBlock) => ({ cidrBlock })), gcpPublicCidrsAccessEnabled: false } // CKV_GCP_20
      : undefined,
    datapathProvider: "ADVANCED_DATAPATH",
    gatewayApiConfig: { channel: "CHANNEL_STANDARD" },

    workloadIdentityConfig: { workloadPool: `${props.projectId}.svc.id.goog` },
    enableLegacyAbac: false, // CKV_GCP_7
    masterAuth: { clientCertificateConfig: { issueClientCertificate: false } }, // CKV_GCP_13
    anonymousAuthenticationConfig: { mode: "LIMITED" },
    rbacBindingConfig: {
      enableInsecureBindingSystemAuthenticated: false,
      enableInsecureBindingSystemUnauthenticated: false,
    },
    securityPostureConfig: { mode: "BASIC", vulnerabilityMode: "VULNERABILITY_DISABLED" },
    costManagementConfig: { enabled: true },
    loggingConfig: { enableComponents: ["SYSTEM_COMPONENTS", "WORKLOADS"] }, // CKV_GCP_1
  };
}

/** Twelve hours a week. The dates are those of an arbitrary week in the past: only day and hour matter. */
function weeklyWindow({ day, startTime }: WeeklyHour) {
  const start = new Date(`2026-01-05T${startTime}:00Z`); // a Monday
  start.setUTCDate(start.getUTCDate() + weekdays.indexOf(day));
  const end = new Date(start.getTime() + 12 * 60 * 60 * 1000);
  const iso = (date: Date) => date.toISOString().replace(".000Z", "Z");
  return {
    startTime: iso(start),
    endTime: iso(end),
    recurrence: `FREQ=WEEKLY;BYDAY=${day.slice(0, 2).toUpperCase()}`,
  };
}
