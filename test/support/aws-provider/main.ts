import { parseArgs } from "node:util";
import { serveProvider } from "../../../sandbox/plugins/provider/server.js";
import { Account } from "./account.js";
import { FakeAwsProvider } from "./provider.js";

// The launcher adds these to what the engine passes.
const { values } = parseArgs({
  allowPositionals: true,
  strict: false,
  options: { journal: { type: "string" }, version: { type: "string" } },
});
serveProvider(new FakeAwsProvider(new Account(String(values.journal)), String(values.version)).service);
