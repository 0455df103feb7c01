import { type SmsTemplate, spoken } from './template.ts'

export type BackupCodeSms = {
  readonly portalName: string
  readonly pin: string
}

/** One backup code to keep, for who asks to have it on the phone (S003-033…042). */
export const backupCodeSms: SmsTemplate<BackupCodeSms> = {
  channel: 'sms',
  name: 'backup-code-sms',
  version: 1,
  priority: 'act',
  secret: 'pin',
  parse: (params) => ({ portalName: params.text('portalName'), pin: params.backupCode('pin') }),
  variants: spoken({
    je: (p) => [
      `${p.pin} is je backupcode voor ${p.portalName}. Hij werkt één keer, in plaats van de gewone code. Bewaar hem goed en geef hem aan niemand.`,
      `${p.pin} is je backupcode. Hij werkt één keer. Bewaar hem goed en geef hem aan niemand.`,
    ],
    u: (p) => [
      `${p.pin} is uw backupcode voor ${p.portalName}. Hij werkt één keer, in plaats van de gewone code. Bewaar hem goed en geef hem aan niemand.`,
      `${p.pin} is uw backupcode. Hij werkt één keer. Bewaar hem goed en geef hem aan niemand.`,
    ],
    en: (p) => [
      `${p.pin} is your backup code for ${p.portalName}. It works once, in place of the usual code. Keep it safe and never share it.`,
      `${p.pin} is your backup code. It works once. Keep it safe and never share it.`,
    ],
  }),
}
