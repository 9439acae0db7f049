// Carries what the shop needs to another folder, as @vercel/nft finds it: node trace.mjs FOLDER

import { cpSync } from 'node:fs'
import { join } from 'node:path'
import { nodeFileTrace } from '@vercel/nft'

const [, , folder] = process.argv
for (const path of (await nodeFileTrace(['shop.mjs'])).fileList) cpSync(path, join(folder, path))
