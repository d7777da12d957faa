import assert from "node:assert/strict";
import fc from "fast-check";
import { addressBlock, within } from "../../../components/cidr.js";
import {
  MOST_ZONES,
  networkBlock,
  type ZoneBlocks,
  zoneBlocks,
} from "../../../components/eks/cluster-network/address-plan.js";

const ZONES = Array.from({ length: MOST_ZONES }, (_, zone) => zone);

const block = (text: string) => addressBlock(text) ?? assert.fail(`${text} is no block`);

/** Networks that are allowed: a prefix, and a place in one of the private ranges. */
const networks = fc
  .tuple(
    fc.integer({ min: 16, max: 22 }),
    fc.constantFrom([10, 0, 8], [172, 16, 12], [192, 168, 16], [100, 64, 10]),
    fc.nat(),
  )
  .map(([prefix, [first = 0, second = 0, range = 8], place]) => {
    const start = first * 2 ** 24 + second * 2 ** 16;
    const address = start + (place % 2 ** (prefix - range)) * 2 ** (32 - prefix);
    return `${[24, 16, 8, 0].map((shift) => Math.floor(address / 2 ** shift) % 256).join(".")}/${prefix}`;
  });

describe("the addresses of a network", () => {
  it("NSA-CP-03: are split so that tiers and zones lie in the network and share no address", () =>
    fc.assert(
      fc.property(networks, (cidr) => {
        assert.equal(networkBlock("cidr", cidr), cidr);
        const all = ZONES.flatMap((zone) => Object.values(zoneBlocks(cidr, zone))).map(block);
        assert.equal(all.length, 9);
        for (const one of all) {
          assert.ok(within(one, block(cidr)), `${one.address}/${one.prefix} is outside of ${cidr}`);
          for (const other of all)
            if (one !== other) assert.ok(!within(one, other), `${one.address} and ${other.address} of ${cidr}`);
        }
      }),
    ));

  it("give each zone the same room, and the control plane sixteen addresses", () =>
    fc.assert(
      fc.property(networks, fc.constantFrom(...ZONES), (cidr, zone) => {
        const prefix = (tier: keyof ZoneBlocks) => block(zoneBlocks(cidr, zone)[tier]).prefix;
        const network = block(cidr).prefix;
        assert.deepEqual([prefix("private"), prefix("public"), prefix("controlPlane")], [network + 2, network + 4, 28]);
        // AWS: a load balancer needs a /27 and eight free addresses.
        assert.ok(prefix("public") <= 27);
      }),
    ));

  it("are as documented for 10.0.0.0/16", () =>
    assert.deepEqual(
      ZONES.map((zone) => zoneBlocks("10.0.0.0/16", zone)),
      [
        { private: "10.0.0.0/18", public: "10.0.192.0/20", controlPlane: "10.0.240.0/28" },
        { private: "10.0.64.0/18", public: "10.0.208.0/20", controlPlane: "10.0.240.16/28" },
        { private: "10.0.128.0/18", public: "10.0.224.0/20", controlPlane: "10.0.240.32/28" },
      ],
    ));

  const MISTAKES: readonly (readonly [string, RegExp, string?])[] = [
    ["10.0.0.0/15", /^cidr: must be a block from \/16 to \/22, so that every tier has room, got "10\.0\.0\.0\/15"$/],
    ["10.0.0.0/23", /must be a block from \/16 to \/22/],
    ["10.0.0.7/16", /^cidr: must begin at its first address, as 10\.0\.0\.0\/16, got "10\.0\.0\.7\/16"$/],
    ["8.8.0.0/16", /must lie in one of 10\.0\.0\.0\/8, 172\.16\.0\.0\/12/],
    ["172.32.0.0/16", /must lie in one of/],
    ["fd00::/16", /must be an IPv4 block such as/],
    ["10.0.0.0", /must be an IPv4 block such as/],
    ["", /must be an IPv4 block such as/],
    ["10.100.0.0/16", /^cidr: must share no address with the Services' 10\.100\.4\.0\/24, got/, "10.100.4.0/24"],
    ["10.100.4.0/22", /must share no address with the Services'/, "10.100.0.0/16"],
    ["10.0.0.0/16", /^serviceCidr: must be an IPv4 block/, "services"],
  ];
  for (const [cidr, message, serviceCidr] of MISTAKES)
    it(`are refused: ${cidr || "nothing"}${serviceCidr === undefined ? "" : ` beside Services at ${serviceCidr}`}`, () =>
      assert.throws(() => networkBlock("cidr", cidr, serviceCidr), { message }));
});
