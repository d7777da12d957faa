import type { HardenedEksArgs } from "../../../../components/eks/index.js";
import { AwsProject, existing, existingRole } from "../../../support/aws-project.js";
import type { EngineRun } from "../../../support/engine-project.js";

export const ACCOUNT = "123456789012";
export const ADMINISTRATOR = `arn:aws:iam::${ACCOUNT}:role/platform-admins`;
export const OTHER_ADMINISTRATOR = `arn:aws:iam::${ACCOUNT}:role/other-admins`;

export const BOUNDARY = `arn:aws:iam::${ACCOUNT}:policy/boundary`;

/** What the two required inputs are unless a run says otherwise. */
const REQUIRED: HardenedEksArgs = { administrators: [ADMINISTRATOR], network: { cidr: "10.0.0.0/16" } };

/** Roles that exist in the account before us. */
const ROLES = ["platform-admins", "other-admins", "emergency", "developers"];

/**
 * A HardenedEks "prod" on the real engine and the fake of AWS: what is shown of order, replacement, failure and destroy
 * rests on that fake, not on AWS.
 */
export class HardenedProject {
  private constructor(readonly aws: AwsProject) {}

  static async create(): Promise<HardenedProject> {
    const program = `const eksArgs = { ...${JSON.stringify(REQUIRED)}, ...JSON.parse(step || "{}") };
      const made = new eks.HardenedEks("prod", eksArgs);
      exports.clusterName = made.clusterName;`;
    const boundary = existing("aws:iam/policy:Policy", BOUNDARY, { arn: BOUNDARY, name: "boundary", path: "/" });
    const before = [...ROLES.map((name) => existingRole(name)), boundary];
    return new HardenedProject(await AwsProject.create(program, { existing: before }));
  }

  up(args: Partial<HardenedEksArgs> = {}, ...flags: string[]): Promise<EngineRun> {
    return this.aws.up(JSON.stringify(args), ...flags);
  }

  preview(args: Partial<HardenedEksArgs> = {}, ...flags: string[]): Promise<EngineRun> {
    return this.aws.preview(JSON.stringify(args), ...flags);
  }

  /** Output of a preview that must be refused. */
  refused(args: Partial<HardenedEksArgs>): Promise<string> {
    return this.aws.failing(["preview"], JSON.stringify(args));
  }

  /** The two steps of a destroy: protection off, then everything. */
  async destroy(): Promise<void> {
    await this.up({ deletionProtection: false });
    await this.aws.destroy(JSON.stringify({ deletionProtection: false }));
  }

  /** What is left of ours: not what was there before, nor Inspector, which the account may rely on. */
  left(): string[] {
    return this.aws
      .live()
      .filter(
        ({ type, id }) =>
          !(type === "aws:iam/role:Role" && ROLES.includes(id)) &&
          id !== BOUNDARY &&
          !type.startsWith("aws:inspector2/"),
      )
      .map(({ type, id }) => `${type} ${id}`);
  }

  close(): void {
    this.aws.close();
  }
}
