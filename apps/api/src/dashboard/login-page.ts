import type { Language } from '@carillon/core/messages/messages';
import { say } from '@carillon/core/messages/say';

/** The page where an operator signs in. `notice` says why the last attempt failed. */
export function loginPage(language: Language, notice: string | null): string {
  const title = escape(say(language, 'dashboard_title'));
  const user = escape(say(language, 'dashboard_user'));
  const password = escape(say(language, 'dashboard_password'));
  const button = escape(say(language, 'dashboard_sign_in'));
  return `<!doctype html>
<html lang="${language}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title}</title>
<style>
body { font: 16px/1.5 system-ui, sans-serif; display: grid; place-items: center; min-height: 100vh; margin: 0; background: #151a21; color: #e6eaf0 }
form { display: grid; gap: 1rem; width: min(20rem, 90vw) }
h1 { font-size: 1.2rem; margin: 0 }
label { display: grid; gap: .25rem }
input, button { font: inherit; padding: .5rem .75rem; border-radius: .4rem; border: 1px solid #4a5568; background: #1f2630; color: inherit }
button { background: #2f6feb; border-color: #2f6feb; cursor: pointer }
p { margin: 0; color: #ffb4a9 }
</style>
</head>
<body>
<form method="post" action="/admin/login">
<h1>${title}</h1>
${notice === null ? '' : `<p role="alert">${escape(notice)}</p>`}
<label>${user}<input name="user" autocomplete="username" required autofocus></label>
<label>${password}<input name="password" type="password" autocomplete="current-password" required></label>
<button>${button}</button>
</form>
</body>
</html>
`;
}

function escape(text: string): string {
  return text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}
