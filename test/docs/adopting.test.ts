import assert from "node:assert/strict";
import type { Cluster } from "../../sandbox/cluster.js";
import { sharedCluster } from "../support/cluster.js";
import { describeWithTools } from "../support/tiers.js";
import { Follower } from "./adopting-follower.js";
import { blocksOfPage, commandsOf } from "./adopting-page.js";

const NAMESPACES = ["shop", "billing"];
const inShop = (group: string, path: string) => `/${group}/namespaces/shop/${path}`;
/** What is there before somebody follows the page, and must be the same object afterwards. */
const ADOPTED = [
  ...NAMESPACES.map((name) => `/api/v1/namespaces/${name}`),
  inShop("apis/apps/v1", "deployments/web"),
  inShop("apis/apps/v1", "deployments/worker"),
  inShop("api/v1", "services/web"),
];

/** What somebody has made by `kubectl`. */
const WORKER = {
  ...{ apiVersion: "apps/v1", kind: "Deployment", metadata: { name: "worker" } },
  spec: {
    selector: { matchLabels: { app: "worker" } },
    template: {
      metadata: { labels: { app: "worker" } },
      spec: { containers: [{ name: "app", image: "registry.example/shop/worker:2.0.1" }] },
    },
  },
};

describeWithTools("docs/adopting.md, followed word by word", function () {
  this.timeout(120_000);
  let cluster: Cluster;
  let follower: Follower;
  let uids: readonly string[];
  const uidsNow = () =>
    Promise.all(
      ADOPTED.map(
        async (path) => ((await cluster.api.json("GET", path)) as { metadata: { uid: string } }).metadata.uid,
      ),
    );

  before(async () => {
    cluster = await sharedCluster();
    follower = await Follower.create(cluster.kubeconfig);
    await follower.deploy();
    const billing = { apiVersion: "v1", kind: "Namespace", metadata: { name: "billing" } };
    await cluster.api.json("POST", "/api/v1/namespaces", billing);
    await cluster.api.json("POST", `${inShop("apis/apps/v1", "deployments")}?fieldManager=kubectl-create`, WORKER);
    uids = await uidsNow();
  });
  after(async () => {
    follower?.close();
    for (const name of NAMESPACES) await cluster?.api.send("DELETE", `/api/v1/namespaces/${name}`);
  });

  for (const block of blocksOfPage())
    if (block.language === "console")
      it(`prints what it shows: ${commandsOf(block)[0]?.command}`, async () => {
        for (const command of commandsOf(block)) await follower.run(command, block);
        follower.mend();
      });
    else if (block.language !== "sh") it(`has ${block.language} ${block.about}`, () => follower.follow(block));

  it("names commands and flags that the engine has", async () => {
    for (const block of blocksOfPage().filter(({ language }) => language === "sh"))
      for (const line of block.lines.filter((text) => text.startsWith("pulumi ")))
        await follower.hasCommand(line, block);
  });

  it("has led to the same objects as before, on Kubernetes and at AWS", async () => {
    assert.deepEqual(await uidsNow(), uids);
    assert.deepEqual(follower.account.operations("delete"), []);
  });
});
