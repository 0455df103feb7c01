import { documentStore, mailProvider, smsProvider } from './compose-providers.ts'
import type { Config } from './config.ts'
import { openPool, type Pool } from './db/client.ts'
import { type Log, openLog } from './log.ts'
import { otplibAuthenticatorApp } from './providers/authenticator-app/otplib.ts'
import type { AuthenticatorAppPort } from './providers/authenticator-app/port.ts'
import { bundledCommonPasswords } from './providers/common-passwords/bundled.ts'
import type { CommonPasswordsPort } from './providers/common-passwords/port.ts'
import type { DocumentStorePort } from './providers/document-store/port.ts'
import { argon2Hashing } from './providers/hashing/argon2.ts'
import type { HashingPort } from './providers/hashing/port.ts'
import type { MailPort } from './providers/mail/port.ts'
import type { RandomPort } from './providers/random/port.ts'
import { systemRandom } from './providers/random/system.ts'
import type { RobotCheckPort } from './providers/robot-check/port.ts'
import { proofOfWork } from './providers/robot-check/proof-of-work.ts'
import { sealingWith } from './providers/sealing/aes-gcm.ts'
import type { SealingPort } from './providers/sealing/port.ts'
import type { SecurityKeysPort } from './providers/security-keys/port.ts'
import { webAuthnSecurityKeys } from './providers/security-keys/simple-webauthn.ts'
import type { SmsPort } from './providers/sms/port.ts'
import type { WorkflowHistoryPort } from './providers/workflow-history/port.ts'
import { temporalHistory } from './providers/workflow-history/temporal.ts'
import { connectTemporal, type TemporalAddress, type TemporalConnection } from './relay/temporal.ts'

/** What every process lives on. Each consumer names the few it uses. */
export type Drempel = {
  readonly config: Config
  readonly log: Log
  readonly app: Pool
  readonly engine: Pool
  readonly random: RandomPort
  readonly sealing: SealingPort
  readonly hashing: HashingPort
  readonly commonPasswords: CommonPasswordsPort
  readonly authenticatorApp: AuthenticatorAppPort
  readonly securityKeys: SecurityKeysPort
  readonly robotCheck: RobotCheckPort
  readonly mail: MailPort
  readonly sms: SmsPort
  readonly documentStore: DocumentStorePort
  /** Connects when it is first asked for. */
  readonly temporal: TemporalConnection
  readonly workflows: WorkflowHistoryPort
  close(): Promise<void>
}

type Options = {
  /** In development Temporal's address is known later than the configuration. */
  readonly temporal?: Promise<TemporalAddress>
}

export function compose(config: Config, process: 'api' | 'worker' | 'command', options: Options = {}): Drempel {
  const name = `drempel-${process}`
  const app = openPool(config.database.url, 'drempel_app', { max: config.database.pool, name })
  const engine = openPool(config.database.url, 'drempel_engine', {
    max: Math.max(2, Math.floor(config.database.pool / 2)),
    name,
  })
  const log = openLog(config.logLevel)
  const temporal = connectTemporal(options.temporal ?? config.temporal, log)
  const mail = mailProvider(config, { app, engine })
  const sealing = sealingWith(config.sealingKeys)
  return {
    config,
    log,
    app,
    engine,
    random: systemRandom,
    sealing,
    hashing: argon2Hashing(config.hashing),
    commonPasswords: bundledCommonPasswords,
    authenticatorApp: otplibAuthenticatorApp,
    securityKeys: webAuthnSecurityKeys,
    // Never the ring's key itself, but one that every process of this installation derives from it.
    robotCheck: proofOfWork({ key: sealing.blind('robot-check'), validMinutes: 10, ...config.robotCheck }),
    mail,
    sms: smsProvider(config, { app, engine }),
    documentStore: documentStore({ app }),
    temporal,
    workflows: temporalHistory({ client: temporal.client, uiUrl: async () => (await temporal.address()).uiUrl }),
    close: async () => {
      await temporal.close()
      await mail.close?.()
      await Promise.all([app.close(), engine.close()])
    },
  }
}
