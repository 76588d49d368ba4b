import type { MetaFunction } from '@remix-run/node';
import { useEffect } from 'react';

/** Where "Leave quickly" leads. Nothing on it, nor in its tab, says what was on the screen before. */
export const handle = { neutral: true };

export const meta: MetaFunction = () => [
  { title: 'Conversion tables' },
  { tagName: 'link', rel: 'icon', href: '/tables.svg', type: 'image/svg+xml' },
];

export default function Leave() {
  // Once more here: the page left behind writes its scroll positions while it goes.
  useEffect(() => {
    try {
      sessionStorage.clear();
    } catch {
      // Storage is forbidden here, so nothing of ours is in it.
    }
  }, []);

  return (
    <main className="neutral">
      <h1>Conversion tables</h1>
      {TABLES.map((table) => (
        <section key={table.title}>
          <h2>{table.title}</h2>
          <table>
            <thead>
              <tr>
                <th scope="col">{table.from}</th>
                <th scope="col">{table.to}</th>
              </tr>
            </thead>
            <tbody>
              {AMOUNTS.map((amount) => (
                <tr key={amount}>
                  <td>{amount}</td>
                  <td>{table.convert(amount).toFixed(2)}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </section>
      ))}
    </main>
  );
}

const AMOUNTS = [1, 2, 5, 10, 20, 50, 100];

const TABLES = [
  { title: 'Length', from: 'Kilometres', to: 'Miles', convert: (n: number) => n / 1.609344 },
  { title: 'Weight', from: 'Kilograms', to: 'Pounds', convert: (n: number) => n / 0.45359237 },
  { title: 'Volume', from: 'Litres', to: 'Pints', convert: (n: number) => n / 0.56826125 },
  { title: 'Temperature', from: 'Degrees Celsius', to: 'Degrees Fahrenheit', convert: (n: number) => (n * 9) / 5 + 32 },
];
