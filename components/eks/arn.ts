import { refuse } from "../refusal.js";

/** Parts of an ARN: `arn:partition:service:region:account:resource`. */
export interface Arn {
  readonly partition: string;
  readonly service: string;
  /** Empty for global services. */
  readonly region: string;
  /** Twelve digits, `aws` for what AWS itself owns, or empty. */
  readonly account: string;
  readonly resource: string;
}

const SHAPE = /^arn:(aws(?:-[a-z]+)*):([a-z0-9-]+):([a-z0-9-]*):(\d{12}|aws|):(\S+)$/;

/** The parts of an ARN; `undefined` where the text is none. */
export function parsedArn(text: string): Arn | undefined {
  const [, partition, service, region, account, resource] = SHAPE.exec(text) ?? [];
  if (partition === undefined || service === undefined || resource === undefined) return undefined;
  return { partition, service, region: region ?? "", account: account ?? "", resource };
}

/** @throws Error naming the input when `value` is no ARN of the service whose resource fits `resource`. */
export function arnOf(service: string, resource: RegExp, example: string): (input: string, value: string) => string {
  return (input, value) => {
    const arn = parsedArn(value);
    if (arn?.service === service && resource.test(arn.resource)) return value;
    return refuse(input, `be an ARN such as "${example}"`, value);
  };
}

/** A role or user; never a session (`assumed-role`), which ends, nor the whole account (`root`). */
export const principalArn = arnOf(
  "iam",
  /^(?:role|user)\/(?:[\w+=,.@-]+\/)*[\w+=,.@-]{1,64}$/,
  "arn:aws:iam::123456789012:role/platform-admins",
);

export const roleArn = arnOf(
  "iam",
  /^role\/(?:[\w+=,.@-]+\/)*[\w+=,.@-]{1,64}$/,
  "arn:aws:iam::123456789012:role/nodes",
);

export const keyArn = arnOf(
  "kms",
  /^key\/(?:mrk-[0-9a-f]{32}|[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})$/,
  "arn:aws:kms:eu-central-1:123456789012:key/1234abcd-12ab-34cd-56ef-1234567890ab",
);
