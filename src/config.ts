import { availableParallelism } from 'node:os'
import { z } from 'zod'

// One place reads the environment, and reports every problem at once: nobody deploys five times to find five mistakes.

const port = z.coerce.number().int().min(0).max(65535)
const list = z.string().transform((text) =>
  text
    .split(',')
    .map((part) => part.trim())
    .filter((part) => part !== ''),
)
/** 32 bytes in base64, named so that a ring can hold several: `2026a=…,2025b=…`, the first one seals. */
const keyRing = list.pipe(
  z
    .array(z.string().regex(/^[a-z0-9]{1,16}=[A-Za-z0-9+/_-]{43}=?$/, 'expected name=<32 bytes in base64>'))
    .min(1)
    .transform((keys) =>
      keys.map((key) => {
        const [name = '', ...rest] = key.split('=')
        return { name, key: Buffer.from(rest.join('='), 'base64') }
      }),
    ),
)
// One core is left to whoever reads: a flood of sign-ins must not cost them their turn.
const hashingCores = Math.max(1, Math.min(8, availableParallelism() - 1))
const flag = z.enum(['true', 'false']).transform((text) => text === 'true')

const schema = z.object({
  DREMPEL_ENV: z.enum(['production', 'development', 'test']).default('production'),
  DATABASE_URL: z.url({ protocol: /^postgres(ql)?$/, error: 'expected a postgres:// address' }),
  DATABASE_OWNER_URL: z.url({ protocol: /^postgres(ql)?$/, error: 'expected a postgres:// address' }).optional(),
  DATABASE_POOL: z.coerce.number().int().min(2).max(200).default(10),
  TEMPORAL_ADDRESS: z.string().min(1).default('127.0.0.1:7233'),
  TEMPORAL_NAMESPACE: z.string().min(1).default('drempel'),
  TEMPORAL_TASK_QUEUE: z.string().min(1).default('drempel'),
  TEMPORAL_TLS: flag.default(false),
  TEMPORAL_API_KEY: z.string().min(1).optional(),
  TEMPORAL_UI_URL: z.url().optional(),
  HTTP_HOST: z.string().min(1).default('0.0.0.0'),
  HTTP_PORT: port.default(4000),
  METRICS_TOKEN: z.string().min(16).optional(),
  WORKER_HTTP_PORT: port.default(4001),
  TRUSTED_PROXIES: list.default([]),
  SEALING_KEYS: keyRing,
  MAIL_PROVIDER: z.enum(['mailbox', 'resend', 'smtp']),
  RESEND_API_KEY: z.string().min(1).optional(),
  RESEND_BASE_URL: z.url().optional(),
  RESEND_WEBHOOK_SECRET: z.string().min(1).optional(),
  SMTP_URL: z.url({ protocol: /^smtps?$/, error: 'expected an smtp:// or smtps:// address' }).optional(),
  SMS_PROVIDER: z.enum(['mailbox', 'cm']),
  CM_PRODUCT_TOKEN: z.string().min(1).optional(),
  CM_BASE_URL: z.url().optional(),
  CM_WEBHOOK_CREDENTIALS: z
    .string()
    .regex(/^[^:]+:.+$/, 'expected name:password')
    .optional(),
  MAILS_PER_SECOND: z.coerce.number().positive().default(10),
  SMS_PER_SECOND: z.coerce.number().positive().default(10),
  HASH_CONCURRENCY: z.coerce.number().int().min(1).max(64).default(hashingCores),
  HASH_QUEUE: z.coerce.number().int().min(0).max(10_000).default(64),
  ROBOT_CHECK_DIFFICULTY: z.coerce.number().int().min(1).max(24).default(16),
  RECONCILE_SECONDS: z.coerce.number().int().min(5).default(60),
  RECONCILE_GRACE_SECONDS: z.coerce.number().int().min(1).default(120),
  GRAPHQL_INTROSPECTION: flag.optional(),
  LOG_LEVEL: z.enum(['debug', 'info', 'warn', 'error', 'silent']).default('info'),
})

/** What one variable asks of another. Looked at apart, so that it is told together with the rest. */
function dependentProblems(env: NodeJS.ProcessEnv): readonly string[] {
  const missing = (name: string, why: string) =>
    env[name] === undefined ? [`${name}: is required, because ${why}`] : []
  const unfit = (name: string) =>
    env[name] === 'mailbox' && (env.DREMPEL_ENV ?? 'production') === 'production'
      ? [`${name}: mailbox is for development only`]
      : []
  return [
    ...(env.MAIL_PROVIDER === 'resend'
      ? [
          ...missing('RESEND_API_KEY', 'MAIL_PROVIDER is resend'),
          ...missing('RESEND_WEBHOOK_SECRET', 'bounces arrive by webhook'),
        ]
      : []),
    ...(env.MAIL_PROVIDER === 'smtp' ? missing('SMTP_URL', 'MAIL_PROVIDER is smtp') : []),
    ...(env.SMS_PROVIDER === 'cm'
      ? [
          ...missing('CM_PRODUCT_TOKEN', 'SMS_PROVIDER is cm'),
          ...missing('CM_WEBHOOK_CREDENTIALS', 'reports arrive by webhook'),
        ]
      : []),
    ...unfit('MAIL_PROVIDER'),
    ...unfit('SMS_PROVIDER'),
  ]
}

export type Config = ReturnType<typeof shape>

/** migrate needs nothing but a database; the other processes need it all. */
export function readConfig(env: NodeJS.ProcessEnv, purpose: 'all' | 'migrate' = 'all'): Config {
  const given = purpose === 'migrate' ? { ...harmless, ...nonEmpty(env) } : nonEmpty(env)
  const parsed = schema.safeParse(given)
  const wrong = parsed.success ? [] : parsed.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`)
  const problems = [...wrong, ...dependentProblems(given)]
  if (parsed.success && problems.length === 0) return shape(parsed.data)
  const many = problems.length === 1 ? 'a problem' : `${problems.length} problems`
  throw new ConfigError(`The configuration has ${many}:\n${problems.map((problem) => `  ${problem}`).join('\n')}`)
}

export class ConfigError extends Error {
  override readonly name = 'ConfigError'
}

const harmless = {
  MAIL_PROVIDER: 'mailbox',
  SMS_PROVIDER: 'mailbox',
  DREMPEL_ENV: 'test',
  SEALING_KEYS: `none=${'A'.repeat(43)}`,
}

function nonEmpty(env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  return Object.fromEntries(Object.entries(env).filter(([, value]) => value !== ''))
}

function shape(env: z.output<typeof schema>) {
  return Object.freeze({
    environment: env.DREMPEL_ENV,
    database: { url: env.DATABASE_URL, ownerUrl: env.DATABASE_OWNER_URL ?? env.DATABASE_URL, pool: env.DATABASE_POOL },
    temporal: {
      address: env.TEMPORAL_ADDRESS,
      namespace: env.TEMPORAL_NAMESPACE,
      taskQueue: env.TEMPORAL_TASK_QUEUE,
      tls: env.TEMPORAL_TLS,
      apiKey: env.TEMPORAL_API_KEY,
      uiUrl: env.TEMPORAL_UI_URL,
    },
    http: {
      host: env.HTTP_HOST,
      port: env.HTTP_PORT,
      trustedProxies: env.TRUSTED_PROXIES,
      metricsToken: env.METRICS_TOKEN,
    },
    workerHttp: { host: env.HTTP_HOST, port: env.WORKER_HTTP_PORT, metricsToken: env.METRICS_TOKEN },
    sealingKeys: env.SEALING_KEYS,
    mail: {
      provider: env.MAIL_PROVIDER,
      resendKey: env.RESEND_API_KEY,
      resendUrl: env.RESEND_BASE_URL,
      resendWebhookSecret: env.RESEND_WEBHOOK_SECRET,
      smtpUrl: env.SMTP_URL,
      perSecond: env.MAILS_PER_SECOND,
    },
    sms: {
      provider: env.SMS_PROVIDER,
      cmToken: env.CM_PRODUCT_TOKEN,
      cmUrl: env.CM_BASE_URL,
      cmWebhookCredentials: env.CM_WEBHOOK_CREDENTIALS,
      perSecond: env.SMS_PER_SECOND,
    },
    hashing: { concurrency: env.HASH_CONCURRENCY, queue: env.HASH_QUEUE },
    robotCheck: { difficulty: env.ROBOT_CHECK_DIFFICULTY },
    reconciliation: { everySeconds: env.RECONCILE_SECONDS, graceSeconds: env.RECONCILE_GRACE_SECONDS },
    graphql: { introspection: env.GRAPHQL_INTROSPECTION ?? env.DREMPEL_ENV !== 'production' },
    logLevel: env.LOG_LEVEL,
  })
}
