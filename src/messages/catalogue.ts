import type { Priority } from '../domain/journeys/message.ts'
import { accessGranted } from './access-granted.ts'
import { accountNotActive } from './account-not-active.ts'
import { activationCompleted } from './activation-completed.ts'
import { activationInvitation } from './activation-invitation.ts'
import { activationPin } from './activation-pin.ts'
import { activationReminder } from './activation-reminder.ts'
import { activationRenewed } from './activation-renewed.ts'
import { backupCodeSms } from './backup-code-sms.ts'
import { backupCodeUsed } from './backup-code-used.ts'
import { backupCodesRenewed } from './backup-codes-renewed.ts'
import { contactCorrected } from './contact-corrected.ts'
import { documentPublished } from './document-published.ts'
import { documentsPublished } from './documents-published.ts'
import { documentsUnread } from './documents-unread.ts'
import { emailChanged } from './email-changed.ts'
import { enrolmentAsked } from './enrolment-asked.ts'
import { enrolmentLapsed } from './enrolment-lapsed.ts'
import { enrolmentReminder } from './enrolment-reminder.ts'
import { factorAdded } from './factor-added.ts'
import { factorRemoved } from './factor-removed.ts'
import { keyCopied } from './key-copied.ts'
import { leavingCancelled } from './leaving-cancelled.ts'
import { leavingClosed } from './leaving-closed.ts'
import { leavingClosing } from './leaving-closing.ts'
import { leavingNarrowed } from './leaving-narrowed.ts'
import { leavingPlanned } from './leaving-planned.ts'
import { leavingReminder } from './leaving-reminder.ts'
import { leavingStatement } from './leaving-statement.ts'
import type { Common } from './letterhead.ts'
import { loginName } from './login-name.ts'
import { mailCode } from './mail-code.ts'
import { mobileChanged } from './mobile-changed.ts'
import { mobileChangedSms } from './mobile-changed-sms.ts'
import { numberCode } from './number-code.ts'
import { passwordChanged } from './password-changed.ts'
import { passwordReset } from './password-reset.ts'
import { passwordSet } from './password-set.ts'
import { privateEmailConfirmed } from './private-email-confirmed.ts'
import { recoveryAddressTold } from './recovery-address-told.ts'
import { recoveryCode } from './recovery-code.ts'
import { recoveryCompleted } from './recovery-completed.ts'
import { recoveryEnded } from './recovery-ended.ts'
import { recoveryNotice } from './recovery-notice.ts'
import { recoveryNoticeSms } from './recovery-notice-sms.ts'
import { recoveryPassword } from './recovery-password.ts'
import { recoveryPin } from './recovery-pin.ts'
import { recoveryReminder } from './recovery-reminder.ts'
import { type RenderedMail, renderMail, renderSms } from './render.ts'
import { securityQuestionChanged } from './security-question-changed.ts'
import { signInCode } from './sign-in-code.ts'
import { signedInElsewhere } from './signed-in-elsewhere.ts'
import { suspiciousSignIn } from './suspicious-sign-in.ts'
import { taskOpened } from './task-opened.ts'
import type { MailTemplate, SmsTemplate, Voice } from './template.ts'

type Entry = {
  readonly name: string
  readonly version: number
  readonly priority: Priority
  /** Which parameter is filled in from the row's sealed secret. */
  readonly secret: string | null
}

/** A template as a row knows it: by name and version, with parameters that are still to be read. */
export type Message =
  | (Entry & { readonly channel: 'mail'; readonly render: (params: unknown, voice: Voice) => RenderedMail })
  | (Entry & { readonly channel: 'sms'; readonly render: (params: unknown, voice: Voice) => string })

/** Everything that can be sent. A version stays for as long as a row may name it. */
export const catalogue: readonly Message[] = [
  mail(activationInvitation),
  mail(activationReminder),
  mail(activationRenewed),
  mail(activationCompleted),
  mail(accessGranted),
  mail(contactCorrected),
  mail(taskOpened),
  mail(passwordReset),
  mail(accountNotActive),
  mail(passwordChanged),
  mail(passwordSet),
  mail(loginName),
  mail(mailCode),
  mail(emailChanged),
  mail(privateEmailConfirmed),
  mail(mobileChanged),
  mail(securityQuestionChanged),
  mail(suspiciousSignIn),
  mail(signedInElsewhere),
  mail(keyCopied),
  mail(factorAdded),
  mail(factorRemoved),
  mail(backupCodeUsed),
  mail(backupCodesRenewed),
  mail(enrolmentAsked),
  mail(enrolmentReminder),
  mail(enrolmentLapsed),
  mail(recoveryNotice),
  mail(recoveryCode),
  mail(recoveryAddressTold),
  mail(recoveryPassword),
  mail(recoveryReminder),
  mail(recoveryCompleted),
  mail(recoveryEnded),
  mail(leavingPlanned),
  mail(leavingReminder),
  mail(leavingNarrowed),
  mail(leavingStatement),
  mail(leavingClosing),
  mail(leavingClosed),
  mail(leavingCancelled),
  mail(documentPublished),
  mail(documentsPublished),
  mail(documentsUnread),
  sms(activationPin),
  sms(signInCode),
  sms(numberCode),
  sms(backupCodeSms),
  sms(mobileChangedSms),
  sms(recoveryNoticeSms),
  sms(recoveryPin),
]

const byVersion: ReadonlyMap<string, Message> = new Map(
  catalogue.map((message) => [`${message.name}@${message.version}`, message]),
)

export function findMessage(name: string, version: number): Message | undefined {
  return byVersion.get(`${name}@${version}`)
}

function mail<P extends Common>(template: MailTemplate<P>): Message {
  const { name, version, priority, secret } = template
  const render = (params: unknown, voice: Voice) => renderMail(template, params, voice)
  return { channel: 'mail', name, version, priority, secret, render }
}

function sms<P>(template: SmsTemplate<P>): Message {
  const { name, version, priority, secret } = template
  const render = (params: unknown, voice: Voice) => renderSms(template, params, voice)
  return { channel: 'sms', name, version, priority, secret, render }
}
