// Plays every case of the table against the command: node main.js TABLE COMMAND
import { dirname } from 'node:path';
import { Provider } from './provider.js';
import { rehearse } from './rehearsal.js';
import { readTable } from './table.js';

const [tableFile, command] = process.argv.slice(2);
if (!tableFile || !command) {
  console.error('usage: node main.js TABLE COMMAND');
  process.exit(2);
}

const table = readTable(tableFile);
let failed = 0;
for (const { name, steps } of table.cases) {
  const provider = new Provider(command, dirname(tableFile));
  const started = performance.now();
  try {
    await rehearse(table, steps, provider);
    console.log(`ok    ${name} (${Math.round(performance.now() - started)} ms)`);
  } catch (error) {
    failed += 1;
    console.log(`FAIL  ${name}: ${error.message}`);
  } finally {
    provider.close();
  }
}
console.log(`${table.cases.length - failed} passed, ${failed} failed`);
process.exitCode = failed === 0 ? 0 : 1;
