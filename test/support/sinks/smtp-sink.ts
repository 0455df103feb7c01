import type { AddressInfo } from 'node:net'
import PostalMime, { type Email } from 'postal-mime'
import { SMTPServer } from 'smtp-server'
import type { Behaviour } from './behaviour.ts'
import { certificate, certificateKey } from './certificate.ts'

const refusal = (responseCode: number, words: string) => Object.assign(new Error(words), { responseCode })

/** An SMTP server on a free local port, with STARTTLS under a certificate of its own and one account. */
export async function startSmtpSink({ user, password }: { user: string; password: string }) {
  const mails: Email[] = []
  let behaviour: Behaviour = 'accept'

  const server = new SMTPServer({
    logger: false,
    cert: certificate,
    key: certificateKey,
    onAuth({ username, password: given }, _session, done) {
      if (behaviour === 'misconfigured' || username !== user || given !== password)
        return done(refusal(535, '5.7.8 no'))
      done(null, { user: username ?? '' })
    },
    onMailFrom(_address, _session, done) {
      if (behaviour === 'unavailable') return done(refusal(421, '4.3.2 closing down'))
      done()
    },
    onRcptTo({ address }, _session, done) {
      if (behaviour === 'refuse') return done(refusal(550, `5.1.1 ${address} is unknown here`))
      if (behaviour === 'rateLimit') return done(refusal(450, `4.7.1 too much mail for ${address}`))
      done()
    },
    onData(stream, session, done) {
      const parts: Buffer[] = []
      stream.on('data', (part: Buffer) => parts.push(part))
      stream.on('end', () => {
        if (behaviour === 'fault') return done(refusal(451, '4.3.0 disk full'))
        void PostalMime.parse(Buffer.concat(parts)).then((mail) => {
          mails.push(mail)
          if (behaviour === 'drop') return hangUp(session.id)
          if (behaviour !== 'hang') done()
        })
      })
    },
  })
  const hangUp = (session: string) => {
    for (const connection of server.connections) if (connection.session.id === session) connection._socket.destroy()
  }
  // Whoever hangs up on us is part of the tests.
  server.on('error', () => undefined)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.server.address() as AddressInfo
  return {
    url: `smtp://${encodeURIComponent(user)}:${encodeURIComponent(password)}@localhost:${port}?tls.ca=${encodeURIComponent(certificate)}`,
    mails: (): readonly Email[] => mails,
    behave: (next: Behaviour) => {
      behaviour = next
    },
    close: () =>
      new Promise<void>((resolve) => {
        for (const connection of server.connections) connection.close()
        server.close(() => resolve())
      }),
  }
}
