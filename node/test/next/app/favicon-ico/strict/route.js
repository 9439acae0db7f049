export { GET } from '../../../lib/strict'
