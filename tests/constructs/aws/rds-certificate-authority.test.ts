import { X509Certificate } from "node:crypto";

import { rdsCertificateAuthority } from "../../../constructs/aws/rds-certificate-authority";
import { AssumptionError } from "../../../constructs/errors";
import { awsRegions } from "../../../environments/schema/catalogue/aws";

describe("The certificate authority of RDS", () => {
  test.each(awsRegions)("is known for %s, is that region's own, and can sign", (region) => {
    const certificate = new X509Certificate(rdsCertificateAuthority(region));
    expect(certificate.subject.split("\n")).toContain(`CN=Amazon RDS ${region} Root CA RSA2048 G1`);
    expect(certificate.ca).toBe(true);
  });

  test("is one certificate and no more", () => {
    expect(rdsCertificateAuthority("eu-central-1").match(/BEGIN CERTIFICATE/g)).toHaveLength(1);
  });

  test("of an unknown region is a defect of this project", () => {
    expect(() => rdsCertificateAuthority("mars-north-1")).toThrow(
      new AssumptionError("no certificate authority of RDS is known for mars-north-1"),
    );
  });
});
