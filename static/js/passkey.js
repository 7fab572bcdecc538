// A passkey that was refused, cancelled or not found says so beside its button.
document.addEventListener('allauth.error', () => {
  for (const message of document.querySelectorAll('[data-passkey-error]')) message.hidden = false
})
