import { createTransport } from 'nodemailer'
import { mailHeaders, messageId, oneLine } from './headers.ts'
import type { HandOver, MailPort } from './port.ts'

type SmtpOptions = {
  /**
   * smtp://user:password@host:587 (STARTTLS, which must succeed) or smtps://user:password@host:465. A query overrides
   * options of the connection: `?requireTLS=false` for a relay on the same machine, `?tls.ca=…` for a private one.
   */
  readonly url: string
  readonly timeoutMs?: number
  readonly connections?: number
}

/**
 * SMTP through nodemailer's pool. SMTP has no idempotency key: the Message-ID is the row's, so that a mailbox that
 * receives a repeated mail can tell.
 */
export function smtpMail({ url, timeoutMs = 15_000, connections = 5 }: SmtpOptions): MailPort & {
  close(): Promise<void>
} {
  const transport = createTransport({
    url,
    pool: true,
    maxConnections: connections,
    // The pool puts back only a mail of which not a byte has left, on a connection that had died meanwhile.
    maxRequeues: 1,
    requireTLS: true,
    tls: { minVersion: 'TLSv1.2' },
    connectionTimeout: timeoutMs,
    greetingTimeout: timeoutMs,
    socketTimeout: timeoutMs,
    disableFileAccess: true,
    disableUrlAccess: true,
  })
  return {
    name: 'smtp',
    async send(mail) {
      const id = messageId(mail)
      try {
        await transport.sendMail({
          messageId: id,
          from: { name: oneLine(mail.from.name), address: mail.from.address },
          to: { name: '', address: mail.to },
          ...(mail.replyTo === undefined ? {} : { replyTo: mail.replyTo }),
          subject: oneLine(mail.subject),
          text: mail.text,
          html: mail.html,
          headers: mailHeaders(mail),
          xMailer: false,
          // Bounds the wait in the pool's queue as well, which no socket timeout does.
          signal: AbortSignal.timeout(2 * timeoutMs),
        })
        return { outcome: 'accepted', reference: id.slice(1, -1) }
      } catch (error) {
        return outcomeOf(error instanceof Error ? error : new Error('not an error'))
      }
    },
    async close() {
      transport.close()
    },
  }
}

/** What nodemailer adds to the errors it throws. */
type SmtpTrouble = Error & {
  readonly code?: string
  readonly originalCode?: string
  readonly command?: string
  readonly syscall?: string
  readonly response?: string
  readonly responseCode?: number
  readonly permanent?: boolean
  readonly timeoutType?: string
}

/** An answer of the server settles it. Without one, only trouble before the session was set up proves that nothing left. */
function outcomeOf(error: SmtpTrouble): HandOver {
  if (error.responseCode) {
    const code = `smtp_${error.responseCode}${enhancedStatus(error.response)}`
    return { outcome: error.permanent && aboutTheMail(error) ? 'refused' : 'notYet', code }
  }
  const code = `smtp_${(error.timeoutType ?? error.originalCode ?? error.code ?? 'failed').toLowerCase()}`
  return { outcome: beforeTheMail(error) ? 'notYet' : 'unknown', code }
}

/** A permanent no to our login or our sender is ours to repair; the mail can leave afterwards. */
function aboutTheMail({ code, command }: SmtpTrouble): boolean {
  return code !== 'EAUTH' && (command === 'RCPT TO' || command === 'DATA')
}

function beforeTheMail({ code, originalCode = '', command, syscall, timeoutType }: SmtpTrouble): boolean {
  if (timeoutType !== undefined) return timeoutType !== 'SOCKET_TIMEOUT'
  if (code === 'ECONNECTION') return command === undefined
  if (/CERT|SIGNATURE/.test(originalCode)) return true
  return syscall === 'connect' || code === 'EDNS' || code === 'ETLS' || code === 'EAUTH' || code === 'EENVELOPE'
}

/** RFC 3463, as in `550 5.1.1 no such user`: digits only, the words may hold the address. */
function enhancedStatus(response: string | undefined): string {
  const found = /^\d{3}[ -](\d)\.(\d{1,3})\.(\d{1,3})\b/.exec(response ?? '')
  return found ? `_${found[1]}_${found[2]}_${found[3]}` : ''
}
