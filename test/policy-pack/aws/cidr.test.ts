import assert from "node:assert/strict";
import fc from "fast-check";
import { isOpen, isWithin, rangeOf } from "../../../policy-pack/aws/cidr.js";
import { plain, UNKNOWN, UnknownRead } from "../../../policy-pack/unknown.js";

describe("blocks of addresses", () => {
  it("NSA-CP-01, CIS-EKS-5.4.1: are everybody in every spelling of it, whole and in parts", () => {
    for (const blocks of [
      ["0.0.0.0/0"],
      ["::/0"],
      ["0:0:0:0:0:0:0:0/0"],
      [" 0.0.0.0/0 "],
      ["10.1.2.3/0"],
      ["0.0.0.0/1", "128.0.0.0/1"],
      ["8000::/1"],
      ["2000::/3"],
      ["192.0.2.1/32", "64.0.0.0/2"],
      Array.from({ length: 4 }, (_, index) => `${64 * index}.0.0.0/2`),
      Array.from({ length: 100 }, (_, index) => `${index + 20}.0.0.0/8`),
    ])
      assert.ok(isOpen(blocks), blocks.join(", "));
  });

  it("are not everybody where they are private, or an organisation's own", () => {
    for (const blocks of [
      [],
      ["10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "100.64.0.0/10"],
      ["fc00::/7", "fe80::/10"],
      ["203.0.113.0/24", "198.51.100.7/32"],
      ["3.0.0.0/8"],
      ["2001:db8::/32"],
      ["::ffff:10.0.0.1/128"],
      ["no block", "300.0.0.0/0", "0.0.0.0/33", ""],
    ])
      assert.ok(!isOpen(blocks), blocks.join(", "));
  });

  it("are undecided where one is unknown, unless another decides", () => {
    const blocks = (...items: readonly unknown[]) => plain({ items: [...items] }).items as readonly string[];
    assert.throws(() => isOpen(blocks("192.0.2.0/24", UNKNOWN)), UnknownRead);
    assert.ok(isOpen(blocks(UNKNOWN, "0.0.0.0/0")));
  });

  it("lie within others by their addresses, not their text", () => {
    assert.ok(isWithin("192.0.2.128/25", ["192.0.2.0/24"]));
    assert.ok(isWithin("2001:db8:0:1::/64", ["2001:DB8::/32"]));
    assert.ok(isWithin("192.0.2.7/24", ["192.0.2.0/24"]));
    assert.ok(!isWithin("192.0.2.0/23", ["192.0.2.0/24", "192.0.3.0/24"]));
    assert.ok(!isWithin("::/128", ["0.0.0.0/0"]));
    assert.ok(!isWithin("no block", ["0.0.0.0/0"]));
  });

  it("have as many addresses as their prefix says, from the first that it covers", () => {
    fc.assert(
      fc.property(fc.ipV4(), fc.integer({ min: 0, max: 32 }), (address, prefix) => {
        const range = rangeOf(`${address}/${prefix}`);
        assert.ok(range);
        assert.equal(range.last - range.first + 1n, 1n << BigInt(32 - prefix));
        assert.equal(range.first % (1n << BigInt(32 - prefix)), 0n);
      }),
    );
    fc.assert(
      fc.property(fc.ipV6(), fc.integer({ min: 0, max: 128 }), (address, prefix) => {
        const range = rangeOf(`${address}/${prefix}`);
        assert.ok(range, address);
        assert.equal(range.last - range.first + 1n, 1n << BigInt(128 - prefix));
      }),
    );
  });
});
