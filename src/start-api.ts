import type { Drempel } from './compose.ts'
import { type ApiDeps, type Listening, startApi, startMachineDoor } from './http/start.ts'
import type { Webhook } from './providers/mail/port.ts'
import { parseResendDelivery } from './providers/mail/resend-delivery.ts'
import { parseCmDelivery } from './providers/sms/cm-delivery.ts'

/** What only the development composition adds to the door. */
export type DevelopmentDoor = Pick<ApiDeps, 'graphiql' | 'pages'>

/** The api process: what was composed, behind its door. */
export function serveApi(drempel: Drempel, development: DevelopmentDoor = {}): Promise<Listening> {
  const { config } = drempel
  const { host, port, trustedProxies, metricsToken } = config.http
  return startApi({
    ...drempel,
    ...development,
    settings: {
      host,
      port,
      trustedProxies,
      metricsToken,
      isProduction: config.environment === 'production',
      introspection: config.graphql.introspection,
    },
    hooks: hooksOf(drempel),
    temporal: () => answers(drempel),
  })
}

/** Health and metrics of the worker process. */
export function serveWorkerDoor(drempel: Drempel): Promise<Listening> {
  const { config } = drempel
  const settings = { ...config.workerHttp, isProduction: config.environment === 'production' }
  return startMachineDoor({ ...drempel, settings, temporal: () => answers(drempel) })
}

async function answers({ temporal }: Drempel): Promise<boolean> {
  const client = temporal.client()
  if (client === undefined) return false
  await client.workflowService.getSystemInfo({})
  return true
}

/** Only where a provider reports, and only with the secret that tells its reports from others. */
function hooksOf({ config: { mail, sms } }: Drempel): ApiDeps['hooks'] {
  const { resendWebhookSecret: secret } = mail
  const { cmWebhookCredentials: credentials } = sms
  return [
    ...(secret === undefined
      ? []
      : [{ provider: 'resend', parse: (webhook: Webhook) => parseResendDelivery(webhook, secret) }]),
    ...(credentials === undefined
      ? []
      : [{ provider: 'cm', parse: (webhook: Webhook) => parseCmDelivery(webhook, credentials) }]),
  ]
}
