/* Opens the original wordings for printing where the style sheet alone cannot, and closes them afterwards. */
addEventListener("beforeprint", function () {
  document.querySelectorAll("details:not([open])").forEach(function (d) { d.open = true; d.classList.add("was-shut"); });
});
addEventListener("afterprint", function () {
  document.querySelectorAll("details.was-shut").forEach(function (d) { d.open = false; d.classList.remove("was-shut"); });
});
