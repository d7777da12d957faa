import { ABSENT, type Draw } from "./choices.js";

const CAPABILITIES = [
  ..."AUDIT_WRITE CHOWN DAC_OVERRIDE FOWNER FSETID KILL MKNOD SETFCAP SETGID SETPCAP SETUID SYS_CHROOT".split(" "),
  ..."ALL BPF NET_ADMIN NET_RAW SYS_ADMIN SYS_PTRACE SYS_TIME".split(" "),
  ..."all net_bind_service CAP_NET_BIND_SERVICE CAP_CHOWN cap_sys_admin Chown constructor __proto__".split(" "),
  "",
  " CHOWN",
  null,
];
const ALMOST_ALL = ["all", "CAP_ALL", "All", "NET_RAW", "", null];

const SAFE_SYSCTLS = [
  "kernel.shm_rmid_forced",
  "net.ipv4.ip_local_port_range",
  "net.ipv4.tcp_syncookies",
  "net.ipv4.ping_group_range",
  "net.ipv4.ip_unprivileged_port_start",
];
/** Safe from some version on. */
const NEWER_SYSCTLS = [
  "net.ipv4.ip_local_reserved_ports",
  "net.ipv4.tcp_keepalive_time",
  "net.ipv4.tcp_fin_timeout",
  "net.ipv4.tcp_keepalive_intvl",
  "net.ipv4.tcp_keepalive_probes",
  "net.ipv4.tcp_rmem",
  "net.ipv4.tcp_wmem",
  "net.ipv4.tcp_slow_start_after_idle",
  "net.ipv4.tcp_notsent_lowat",
];
const OTHER_SYSCTLS = [
  "kernel.msgmax",
  "kernel.sem",
  "net.core.somaxconn",
  "net/ipv4/tcp_syncookies",
  "net.ipv4.TCP_SYNCOOKIES",
  "vm.max_map_count",
  "constructor",
  "",
];

const profile = (draw: Draw): unknown =>
  draw.either(
    [{ type: "RuntimeDefault" }, { type: "Localhost", localhostProfile: "app.json" }, { type: "Localhost" }],
    [
      { type: "Unconfined" },
      { type: "runtime/default" },
      { type: "localhost" },
      { type: "" },
      { type: null },
      {},
      { localhostProfile: "app.json" },
    ],
  );

const seLinuxOptions = (draw: Draw): unknown =>
  draw.fields({
    type: draw.either(
      [ABSENT, "", "container_t", "container_init_t", "container_kvm_t"],
      ["container_engine_t", "spc_t", "CONTAINER_T", "svirt_lxc_net_t"],
    ),
    user: draw.either([ABSENT, ABSENT, ""], ["system_u", "unconfined_u"]),
    role: draw.either([ABSENT, ABSENT, ""], ["system_r", "unconfined_r"]),
    level: draw.maybe(0.3, () => "s0:c1,c2"),
  });

const windowsOptions = (draw: Draw): unknown =>
  draw.fields({
    hostProcess: draw.either([ABSENT, false], [true]),
    runAsUserName: draw.maybe(0.2, () => "ContainerUser"),
  });

/** What the contexts of pods and of containers both have. */
const shared = (draw: Draw): Record<string, unknown> => ({
  runAsUser: draw.either([ABSENT, 1, 1000, 65_534], [0, 0, -1]),
  runAsGroup: draw.maybe(0.1, () => draw.pick([0, 1000])),
  seLinuxOptions: draw.maybe(0.3, () => seLinuxOptions(draw)),
  appArmorProfile: draw.maybe(0.3, () => profile(draw)),
  windowsOptions: draw.maybe(0.2, () => windowsOptions(draw)),
});

/**
 * @param settled whether the pod is to settle for its containers what they must state otherwise.
 */
export const podSecurityContext = (draw: Draw, settled: boolean): unknown =>
  draw.either(
    [
      draw.fields({
        ...shared(draw),
        runAsNonRoot: settled ? draw.either([true], [false, ABSENT]) : draw.either([ABSENT, true], [false]),
        seccompProfile: settled || draw.chance(0.2) ? profile(draw) : ABSENT,
        sysctls: draw.maybe(0.4, () =>
          draw.times(draw.between(0, 3), () => ({
            name: draw.either(SAFE_SYSCTLS, draw.pick([NEWER_SYSCTLS, NEWER_SYSCTLS, OTHER_SYSCTLS])),
            value: "1",
          })),
        ),
      }),
    ],
    [ABSENT, {}, null],
  );

const capabilities = (draw: Draw): unknown =>
  draw.either(
    [
      draw.fields({
        drop: draw.either([["ALL"], ["NET_RAW", "ALL"]], [ABSENT, [], draw.times(2, () => draw.pick(ALMOST_ALL))]),
        add: draw.either(
          [ABSENT, ABSENT, [], ["NET_BIND_SERVICE"]],
          [
            draw.times(draw.between(1, 3), () => draw.pick(CAPABILITIES)),
            ["CHOWN"],
            ["NET_BIND_SERVICE", draw.pick(CAPABILITIES)],
          ],
        ),
      }),
    ],
    [ABSENT, {}, null],
  );

/**
 * @param settled whether the pod has settled what the container must state otherwise.
 */
export const securityContext = (draw: Draw, settled: boolean): unknown =>
  draw.either(
    [
      draw.fields({
        ...shared(draw),
        runAsNonRoot: settled ? draw.either([ABSENT, true], [false]) : draw.either([true], [ABSENT, false]),
        seccompProfile: settled && draw.chance(0.7) ? ABSENT : draw.either([profile(draw)], [ABSENT]),
        privileged: draw.either([ABSENT, false], [true]),
        allowPrivilegeEscalation: draw.either([false], [ABSENT, true]),
        readOnlyRootFilesystem: draw.maybe(0.2, () => draw.chance(0.5)),
        capabilities: capabilities(draw),
        procMount: draw.either([ABSENT, ABSENT, "Default"], ["Unmasked", "Unmasked", "default", ""]),
      }),
    ],
    [ABSENT, {}, null],
  );
