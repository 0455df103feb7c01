/**
 * Who may import whom: one row per layer, as drawn in docs/architecture.md. What a row does not name is forbidden,
 * packages and Node's own modules included. Tests may import anything and are not rows.
 */
const npm = (...names) => `^node_modules/(${names.join('|')})/`
const TESTS = '\\.test\\.ts$|/contract\\.ts$'
const NODE = 'node'

const PORTS = '^src/providers/[^/]+/port\\.ts$'
const CONTRACTS = '^src/workflows/[^/]+\\.contract\\.ts$'
const DOMAIN = '^src/domain/'
const DB = '^src/db/'
const COMMANDS = '^src/commands/'
const MESSAGES = '^src/messages/'
const RELAY = '^src/relay/'

/** Domain files that parse a document: the only ones that carry zod, and therefore never reach a workflow. */
const PARSERS = '^src/domain/portals/policy\\.ts$'

/** Hosts Temporal's worker: the one file that bundles the stories and serves the activities. */
const SERVE = '^src/activities/serve\\.ts$'

/** Writes the schema's text to disk: a command line within its layer. */
const PRINT = '^src/graphql/print\\.ts$'

/** Puts GraphQL behind its door. */
const DOOR = '^src/http/start\\.ts$'

/** Packs files for somebody to take along. */
const ARCHIVE = '^src/http/archive\\.ts$'

/** Replays histories, which only the worker's package can. */
const GATE = '^src/relay/gate\\.ts$'

/** `may`: paths that may be imported for use. `types`: paths of which only types. NODE in `may`: Node's own modules. */
const layers = [
  {
    name: 'domain',
    at: DOMAIN,
    not: `${PARSERS}|^src/domain/time\\.ts$|^src/domain/accounts/contact\\.ts$`,
    may: [DOMAIN],
  },
  { name: 'domain: time', at: '^src/domain/time\\.ts$', may: [DOMAIN, npm('temporal-polyfill')] },
  { name: 'domain: contact', at: '^src/domain/accounts/contact\\.ts$', may: [DOMAIN, npm('libphonenumber-js')] },
  { name: 'domain: parsers', at: PARSERS, may: [DOMAIN, npm('zod')] },
  {
    name: 'workflows',
    at: '^src/workflows/',
    may: [DOMAIN, '^src/workflows/', npm('@temporalio/workflow')],
    types: ['^src/activities/', npm('@temporalio/common')],
  },
  { name: 'messages', at: MESSAGES, may: [DOMAIN, MESSAGES] },
  { name: 'commands', at: COMMANDS, may: [DOMAIN, COMMANDS, DB, MESSAGES], types: [PORTS] },
  {
    name: 'activities',
    at: '^src/activities/',
    not: SERVE,
    may: [DOMAIN, '^src/activities/', COMMANDS, DB, npm('@temporalio/activity', '@temporalio/common')],
    types: [PORTS, CONTRACTS],
  },
  { name: 'activities: serve', at: SERVE, may: [NODE, '^src/activities/', npm('@temporalio/worker')] },
  {
    name: 'relay',
    at: '^src/relay/',
    not: GATE,
    may: [
      NODE,
      DOMAIN,
      RELAY,
      DB,
      MESSAGES,
      CONTRACTS,
      npm('@temporalio/client', '@temporalio/common', '@temporalio/proto'),
    ],
    types: [PORTS],
  },
  {
    name: 'relay: gate',
    at: GATE,
    may: [RELAY, DB, CONTRACTS, npm('@temporalio/worker')],
    types: [npm('@temporalio/client')],
  },
  { name: 'db', at: DB, may: [NODE, DOMAIN, DB, npm('drizzle-orm', 'postgres')] },
  {
    name: 'graphql',
    at: '^src/graphql/',
    not: PRINT,
    may: ['^src/graphql/', COMMANDS, DB, DOMAIN, npm('graphql', 'graphql-yoga', '@pothos/[^/]+', 'dataloader', 'zod')],
    types: [PORTS],
  },
  { name: 'graphql: print', at: PRINT, may: [NODE, '^src/graphql/', npm('graphql')] },
  {
    name: 'http',
    at: '^src/http/',
    not: `${DOOR}|${ARCHIVE}`,
    may: [NODE, DOMAIN, '^src/http/', COMMANDS, DB, npm('prom-client')],
    types: [PORTS, '^src/graphql/'],
  },
  { name: 'http: archive', at: ARCHIVE, may: [npm('client-zip')], types: ['^src/http/'] },
  { name: 'http: start', at: DOOR, may: [NODE, '^src/http/', '^src/graphql/'], types: [DB, PORTS] },
]

/** Each port and the vendor's package its real adapter may use. An adapter never imports another port's. */
const ports = [
  ['mail', 'resend', 'nodemailer'],
  ['sms'],
  ['workflow-history', '@temporalio/client', '@temporalio/common', '@temporalio/proto'],
  ['hashing', '@node-rs/argon2'],
  ['authenticator-app', 'otplib', 'qrcode'],
  ['security-keys', '@simplewebauthn/server'],
]
const named = ports.map(([port]) => port).join('|')
const providers = [
  ...ports.map(([port, ...vendors]) => ({
    name: `providers: ${port}`,
    at: `^src/providers/${port}/`,
    may: [NODE, `^src/providers/${port}/`, ...vendors.map((vendor) => npm(vendor))],
    types: [DOMAIN],
  })),
  {
    name: 'providers: others',
    at: '^src/providers/([^/]+)/',
    not: `^src/providers/(${named})/`,
    may: [NODE, '^src/providers/$1/'],
    types: [DOMAIN],
  },
]

const row = ({ name, at, not, may, types = [] }) => {
  const paths = may.filter((path) => path !== NODE)
  const core = may.includes(NODE) ? ['core'] : []
  const from = { path: at, pathNot: not ? `${not}|${TESTS}` : TESTS }
  return [
    {
      name: `${name}: use`,
      severity: 'error',
      from,
      to: { pathNot: paths.join('|'), dependencyTypesNot: [...core, 'type-only'] },
    },
    {
      name: `${name}: types`,
      severity: 'error',
      from,
      to: { pathNot: [...paths, ...types].join('|'), dependencyTypes: ['type-only'], dependencyTypesNot: core },
    },
  ]
}

export default {
  forbidden: [
    ...[...layers, ...providers].flatMap(row),
    {
      name: 'no zod in a workflow bundle',
      severity: 'error',
      from: { path: '^src/(domain|workflows)/', pathNot: TESTS },
      to: { path: PARSERS, dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'dev is imported by its own entry point only',
      severity: 'error',
      from: { path: '^src/', pathNot: `^src/dev/|^src/compose\\.ts$|${TESTS}` },
      to: { path: '^src/dev/' },
    },
    {
      name: 'composition belongs to entry points',
      severity: 'error',
      from: { path: '^src/[^/]+/', pathNot: `^src/dev/|${TESTS}` },
      to: { path: '^src/(compose|config)\\.ts$' },
    },
    {
      name: 'the product knows no tests',
      severity: 'error',
      from: { path: '^src/', pathNot: `^src/dev/|${TESTS}` },
      to: { path: `^(test|bench|tools)/|${TESTS}` },
    },
    { name: 'no cycles', severity: 'error', from: {}, to: { circular: true } },
    { name: 'everything resolves', severity: 'error', from: {}, to: { couldNotResolve: true } },
  ],
  options: {
    parser: 'swc',
    tsPreCompilationDeps: true,
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '^src/db/migrations/' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'node', 'default', 'types'],
      extensions: ['.ts', '.js', '.mjs', '.json'],
    },
  },
}
