import { generateSecret, generateURI, verifySync } from 'otplib'
import { toString as drawQr } from 'qrcode'
import type { AuthenticatorAppPort } from './port.ts'

const secretBytes = 20
const stepSeconds = 30

export const otplibAuthenticatorApp: AuthenticatorAppPort = {
  newSecret: () => generateSecret({ length: secretBytes }),

  verify(secret, code, { now, window, afterStep }) {
    try {
      const found = verifySync({
        secret,
        token: code,
        epoch: Math.floor(now.getTime() / 1000),
        // In seconds, and a whole number of steps: the window is the same at the end of a step as at its beginning.
        epochTolerance: window * stepSeconds,
        ...(afterStep === null ? {} : { afterTimeStep: afterStep }),
      })
      return found.valid && 'timeStep' in found ? found.timeStep : null
    } catch {
      // The library throws on a wrong length, on letters, on a short secret, on a step that lies ahead: no code of ours.
      return null
    }
  },

  uri: ({ secret, issuer, account }) => generateURI({ secret, issuer, label: account }),

  qrSvg: (uri) =>
    drawQr(uri, {
      type: 'svg',
      errorCorrectionLevel: 'M',
      margin: 4,
      color: { dark: '#000000', light: '#ffffff' },
    }),
}
