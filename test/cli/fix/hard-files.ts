/** A text, and what the fixes must make of it. */
export interface HardFile {
  readonly what: string;
  readonly by: readonly string[];
  readonly before: string;
  readonly after: string;
}

const PRIVILEGED = ["no-privileged-containers"];
const ESCALATION = ["no-privilege-escalation"];
const CAPABILITIES = ["require-dropped-capabilities"];

/** A Pod whose containers are the text, from the seventh line on. */
export const pod = (containers: string): string =>
  `apiVersion: v1\nkind: Pod\nmetadata: {name: a, namespace: shop}\nspec:\n  hostPID: false\n  containers:\n${containers}`;

export const HARD_FILES: readonly HardFile[] = [
  {
    what: "comments, quotes and odd indents",
    by: [...PRIVILEGED, "no-host-namespaces", "require-seccomp-profile"],
    before: `# the head\n\napiVersion: "v1"\nkind: 'Pod'   # a pod\nmetadata:\n      name: a\nspec:\n      hostPID:    yes   # all of them\n\n      # the containers\n      containers:\n      - {"name": a}\n      -    name: b\n           securityContext:   # mine\n               privileged: "true"\n      -    name: c\n           securityContext: { privileged: On }\n# the end`,
    after: `# the head\n\napiVersion: "v1"\nkind: 'Pod'   # a pod\nmetadata:\n      name: a\nspec:\n      hostPID:    false   # all of them\n\n      # the containers\n      containers:\n      - {"name": a}\n      -    name: b\n           securityContext:   # mine\n               privileged: "true"\n      -    name: c\n           securityContext: { privileged: false }\n      securityContext:\n            seccompProfile:\n                  type: RuntimeDefault\n# the end`,
  },
  {
    what: "lines that end as on Windows",
    by: [...ESCALATION, ...PRIVILEGED],
    before: pod("  - name: a # x\n    securityContext:\n      privileged: true\n").replaceAll("\n", "\r\n"),
    after: pod(
      "  - name: a # x\n    securityContext:\n      privileged: false\n      allowPrivilegeEscalation: false\n",
    ).replaceAll("\n", "\r\n"),
  },
  {
    what: "a byte order mark",
    by: ["no-service-account-automount"],
    before: "\uFEFFapiVersion: v1\nkind: ServiceAccount\nmetadata: {name: a}\n",
    after: "\uFEFFapiVersion: v1\nkind: ServiceAccount\nmetadata: {name: a}\nautomountServiceAccountToken: false\n",
  },
  {
    what: "no line break at the end",
    by: ESCALATION,
    before: pod("  - name: a"),
    after: pod("  - name: a\n    securityContext:\n      allowPrivilegeEscalation: false"),
  },
  {
    what: "blank lines and comments behind the last field",
    by: ESCALATION,
    before: pod(
      "  - name: a # first\n\n    # about b\n  - name: b\n    securityContext: {}\n\n  # the rest\n  restartPolicy: Never\n",
    ),
    after: pod(
      "  - name: a # first\n    securityContext:\n      allowPrivilegeEscalation: false\n\n    # about b\n  - name: b\n    securityContext: {allowPrivilegeEscalation: false}\n\n  # the rest\n  restartPolicy: Never\n",
    ),
  },
  {
    what: "a block scalar as the last field",
    by: ESCALATION,
    before: pod(
      "  - name: a\n    args:\n    - |\n      one\n\n        two\n\n  - name: b\n    image: >-\n      folded\n  dnsPolicy: Default\n",
    ),
    after: pod(
      "  - name: a\n    args:\n    - |\n      one\n\n        two\n\n    securityContext:\n      allowPrivilegeEscalation: false\n  - name: b\n    image: >-\n      folded\n    securityContext:\n      allowPrivilegeEscalation: false\n  dnsPolicy: Default\n",
    ),
  },
  {
    what: "flow style in every shape",
    by: ESCALATION,
    before: pod(
      "  - {name: a}\n  - { name: b, }\n  - {\n      name: c, # c\n      image: x\n    }\n  - {name: d, securityContext: }\n  - {name: e, securityContext: { runAsUser: 1 } }\n",
    ),
    after: pod(
      "  - {name: a, securityContext: {allowPrivilegeEscalation: false}}\n  - { name: b, securityContext: {allowPrivilegeEscalation: false} }\n  - {\n      name: c, # c\n      image: x,\n      securityContext: {\n        allowPrivilegeEscalation: false\n      }\n    }\n  - {name: d, securityContext: {allowPrivilegeEscalation: false} }\n  - {name: e, securityContext: { runAsUser: 1, allowPrivilegeEscalation: false } }\n",
    ),
  },
  {
    what: "nothing where a value is to be",
    by: ESCALATION,
    before: pod(
      "  - name: a\n    securityContext: # none yet\n  - name: b\n    securityContext: ~ # null\n  - name: c\n    securityContext:\n      allowPrivilegeEscalation:\n      privileged: false\n",
    ),
    after: pod(
      "  - name: a\n    securityContext: # none yet\n      allowPrivilegeEscalation: false\n  - name: b\n    securityContext: {allowPrivilegeEscalation: false} # null\n  - name: c\n    securityContext:\n      allowPrivilegeEscalation: false\n      privileged: false\n",
    ),
  },
  {
    what: "lists that get an item",
    by: CAPABILITIES,
    before: pod(
      "  - name: a\n    securityContext:\n      capabilities:\n        drop:\n        # these\n        - NET_RAW # raw\n  - securityContext: {capabilities: {drop: [KILL]}}\n  - securityContext: {capabilities: {drop: []}}\n  - securityContext:\n      capabilities: {drop: [\n        KILL,\n        CHOWN,\n        ]}\n  - securityContext:\n      capabilities:\n        drop:\n",
    ),
    after: pod(
      "  - name: a\n    securityContext:\n      capabilities:\n        drop:\n        # these\n        - NET_RAW # raw\n        - ALL\n  - securityContext: {capabilities: {drop: [KILL, ALL]}}\n  - securityContext: {capabilities: {drop: [ALL]}}\n  - securityContext:\n      capabilities: {drop: [\n        KILL,\n        CHOWN,\n        ALL\n        ]}\n  - securityContext:\n      capabilities:\n        drop: [ALL]\n",
    ),
  },
  {
    what: "lists that lose items",
    by: ["restrict-added-capabilities"],
    before: pod(
      '  - securityContext:\n      capabilities:\n        add: # needed\n          # for ping\n          - NET_RAW # raw\n          - SYS_ADMIN # root\n          - CHOWN\n          - "BPF"\n  - securityContext:\n      capabilities:\n        add: # needed\n        - SYS_TIME\n        # that was all\n  - securityContext: {capabilities: {add: [BPF, CHOWN, SYS_TIME, SYS_ADMIN]}}\n  - securityContext: {capabilities: {add: [ BPF , SYS_TIME ]}}\n  - securityContext: {capabilities: {add: [CHOWN, BPF, KILL]}}\n',
    ),
    after: pod(
      "  - securityContext:\n      capabilities:\n        add: # needed\n          # for ping\n          - CHOWN\n  - securityContext:\n      capabilities:\n        add: [] # needed\n        # that was all\n  - securityContext: {capabilities: {add: [CHOWN]}}\n  - securityContext: {capabilities: {add: []}}\n  - securityContext: {capabilities: {add: [CHOWN, KILL]}}\n",
    ),
  },
  {
    what: "items of several lines",
    by: ["restrict-sysctls"],
    before: pod(
      '  - name: a\n  securityContext:\n    sysctls:\n      - name: kernel.msgmax\n        value: "1"\n\n      # safe\n      - name: net.ipv4.tcp_syncookies\n        value: "1"\n      - value: "1"\n        name: kernel.sem # last\n',
    ),
    after: pod(
      '  - name: a\n  securityContext:\n    sysctls:\n\n      # safe\n      - name: net.ipv4.tcp_syncookies\n        value: "1"\n',
    ),
  },
  {
    what: "fields that are removed",
    by: ["no-probe-hosts", "restrict-selinux-options"],
    before: pod(
      "  - name: a\n    livenessProbe:\n      httpGet:\n        host: example.com # outside\n        port: 80\n    readinessProbe: {httpGet: {host: b, port: 80}}\n    startupProbe: {tcpSocket: {port: 80, host: b}}\n    securityContext:\n      seLinuxOptions: # odd\n        user: root\n        type: spc_t\n",
    ),
    after: pod(
      "  - name: a\n    livenessProbe:\n      httpGet:\n        port: 80\n    readinessProbe: {httpGet: {port: 80}}\n    startupProbe: {tcpSocket: {port: 80}}\n    securityContext:\n      seLinuxOptions: {} # odd\n",
    ),
  },
  {
    what: "text in its own quotes",
    by: ["restrict-proc-mount", "require-image-pull-always"],
    before: pod(
      "  - {image: a:1, imagePullPolicy: Never, securityContext: {procMount: 'Unmasked'}}\n  - image: a:1\n    imagePullPolicy: \"IfNotPresent\" # slow\n    securityContext: {procMount: Unmasked}\n",
    ),
    after: pod(
      "  - {image: a:1, imagePullPolicy: Always, securityContext: {procMount: 'Default'}}\n  - image: a:1\n    imagePullPolicy: \"Always\" # slow\n    securityContext: {procMount: Default}\n",
    ),
  },
  {
    what: "an annotation with dots and slashes in its key",
    by: ["restrict-apparmor-profiles"],
    before:
      "apiVersion: v1\nkind: Pod\nmetadata:\n  annotations:\n    a.b/c: d\n    container.apparmor.security.beta.kubernetes.io/app: unconfined # off\nspec:\n  containers: [{name: app}]\n",
    after:
      "apiVersion: v1\nkind: Pod\nmetadata:\n  annotations:\n    a.b/c: d\n    container.apparmor.security.beta.kubernetes.io/app: runtime/default # off\nspec:\n  containers: [{name: app}]\n",
  },
  {
    what: "the items of lists, one in the other",
    by: PRIVILEGED,
    before: `apiVersion: v1\nkind: List\nitems:\n- apiVersion: v1\n  kind: Namespace\n- apiVersion: v1\n  kind: PodList\n  items:\n  - spec:\n      containers:\n      - securityContext: {privileged: true}\n`,
    after: `apiVersion: v1\nkind: List\nitems:\n- apiVersion: v1\n  kind: Namespace\n- apiVersion: v1\n  kind: PodList\n  items:\n  - spec:\n      containers:\n      - securityContext: {privileged: false}\n`,
  },
  {
    what: "JSON with tabs",
    by: [...ESCALATION, ...PRIVILEGED],
    before:
      '{\n\t"apiVersion": "v1",\n\t"kind": "Pod",\n\t"spec": {\n\t\t"containers": [\n\t\t\t{\n\t\t\t\t"name": "a"\n\t\t\t},\n\t\t\t{"name": "b", "securityContext": {"privileged": true}}\n\t\t]\n\t}\n}\n',
    after:
      '{\n\t"apiVersion": "v1",\n\t"kind": "Pod",\n\t"spec": {\n\t\t"containers": [\n\t\t\t{\n\t\t\t\t"name": "a",\n\t\t\t\t"securityContext": {\n\t\t\t\t\t"allowPrivilegeEscalation": false\n\t\t\t\t}\n\t\t\t},\n\t\t\t{"name": "b", "securityContext": {"privileged": false, "allowPrivilegeEscalation": false}}\n\t\t]\n\t}\n}\n',
  },
  {
    what: "JSON on one line",
    by: [...CAPABILITIES, "restrict-proc-mount"],
    before:
      '{"apiVersion":"v1","kind":"Pod","spec":{"containers":[{"name":"a","securityContext":{"procMount":"Unmasked"}},{}]}}',
    after:
      '{"apiVersion":"v1","kind":"Pod","spec":{"containers":[{"name":"a","securityContext":{"procMount":"Default","capabilities":{"drop":["ALL"]}}},{"securityContext":{"capabilities":{"drop":["ALL"]}}}]}}',
  },
  {
    what: "documents behind directives and markers",
    by: ["no-service-account-automount"],
    before:
      "%YAML 1.1\n--- # one\nkind: ServiceAccount\napiVersion: v1\n...\n%YAML 1.1\n---\n{kind: ServiceAccount, apiVersion: v1}\n--- {kind: ServiceAccount, apiVersion: v1} # three\n",
    after:
      "%YAML 1.1\n--- # one\nkind: ServiceAccount\napiVersion: v1\nautomountServiceAccountToken: false\n...\n%YAML 1.1\n---\n{kind: ServiceAccount, apiVersion: v1, automountServiceAccountToken: false}\n--- {kind: ServiceAccount, apiVersion: v1, automountServiceAccountToken: false} # three\n",
  },
  {
    what: "a value with a tag",
    by: PRIVILEGED,
    before: pod('  - securityContext:\n      privileged: !!bool "yes" # sure\n'),
    after: pod("  - securityContext:\n      privileged: !!bool false # sure\n"),
  },
  {
    what: "an anchor that nothing refers to, and a field over those that are merged in",
    by: PRIVILEGED,
    before: `x-context: &context\n  privileged: true\n${pod("  - &a\n    name: a\n    securityContext: &b\n      privileged: true\n  - name: b\n    securityContext:\n      <<: *context\n      runAsUser: 1\n  - name: c\n    securityContext: {<<: *context}\n")}`,
    after: `x-context: &context\n  privileged: true\n${pod("  - &a\n    name: a\n    securityContext: &b\n      privileged: false\n  - name: b\n    securityContext:\n      <<: *context\n      runAsUser: 1\n      privileged: false\n  - name: c\n    securityContext: {<<: *context, privileged: false}\n")}`,
  },
];
