import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { JsonMap } from "../../sandbox/plugins/provider/values.js";
import { ACCOUNT_ID, Account } from "../support/aws-provider/account.js";
import { check } from "../support/aws-provider/check.js";
import { type Entry, readJournal } from "../support/aws-provider/journal.js";
import { create, type Operation, remove, update } from "../support/aws-provider/make.js";
import { TABLES } from "../support/aws-provider/tables/index.js";

/** Where the tests work. */
export const PLACE = { partition: "aws", region: "eu-central-1", accountId: ACCOUNT_ID } as const;

export interface Made {
  readonly type: string;
  readonly name: string;
  readonly id: string;
  // biome-ignore lint/suspicious/noExplicitAny: the shape of a state differs by type, and the tests state what they expect.
  readonly state: any;
}

/** The fake without an engine: operations on a pretended account, one after the other. */
export class Operations {
  private readonly folder = mkdtempSync(join(tmpdir(), "rampart-aws-"));
  private readonly path = join(this.folder, "journal.jsonl");
  readonly account = new Account(this.path);

  private operation(type: string, name: string): Operation {
    const table = TABLES[type];
    if (table === undefined) throw new Error(`no table for ${type}`);
    this.account.refresh();
    return {
      type,
      table,
      urn: `urn:pulumi:dev::test::${type}::${name}`,
      account: this.account,
      place: PLACE,
      tables: TABLES,
    };
  }

  /** The inputs as Check gives them back. @throws Error with every reason against them. */
  check(type: string, name: string, news: JsonMap) {
    const { table } = this.operation(type, name);
    const { inputs, failures } = check(table, { name, olds: {}, news, seed: new Uint8Array([1]) });
    if (failures.length > 0) throw new Error(failures.map(({ reason }) => reason).join("; "));
    return inputs;
  }

  create(type: string, name: string, news: JsonMap): Made {
    const { id, state } = create(this.operation(type, name), this.check(type, name, news));
    return { type, name, id, state };
  }

  update({ type, name, id }: Made, news: JsonMap): Made {
    const { state } = update(this.operation(type, name), id, this.check(type, name, news));
    return { type, name, id, state };
  }

  remove({ type, name, id }: Made): void {
    remove(this.operation(type, name), id);
  }

  journal(): Entry[] {
    return readJournal(this.path);
  }

  close(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }
}
