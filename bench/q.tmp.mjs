import pg from 'pg'
import { connectionString } from '/work/main/bench/database.mjs'
const c = new pg.Client({ connectionString: await connectionString('/tmp/imphub/data') }); await c.connect()
c.on('notice', (n)=>console.log(n.message))
for (const q of process.argv.slice(2)) { const t=performance.now(); const r=await c.query(q); const rows=(Array.isArray(r)?r.at(-1):r).rows; console.log(Math.round(performance.now()-t)+' ms', rows.length>3&&'QUERY PLAN' in rows[0]? rows.map(x=>x['QUERY PLAN']).join('\n') : JSON.stringify(rows.slice(0,20))) }
await c.end()
