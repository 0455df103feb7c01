// The bundler's entry: one export per journey, named as its workflow type.
export { accountActivation } from './account-activation.ts'
