// Wagtail begins its date fields, choosers and lists of rows with small scripts written into the page. The desk's
// content security policy allows no such script, so our templates say the same in data, and this file does it:
//   <template data-begin="InlinePanel" data-with='[{…}]'></template>
// Only what stands in these two lists can be begun.
(() => {
    "use strict";

    const functions = new Set(["initDateChooser", "initTimeChooser", "initDateTimeChooser", "createTaskChooser"]);
    const classes = new Set([
        "InlinePanel", "MultipleChooserPanel",
        "Chooser", "SnippetChooser", "PageChooser", "ImageChooser", "DocumentChooser",
    ]);

    function begin(mark) {
        const name = mark.dataset.begin;
        const given = JSON.parse(mark.dataset.with);
        mark.remove();  // once only, also where the page is moved about
        if (functions.has(name)) {
            window[name](...given);
        } else if (classes.has(name)) {
            new window[name](...given);
        }
    }

    function look(node) {
        if (node.nodeType !== Node.ELEMENT_NODE) {
            return;
        }
        if (node.matches("template[data-begin]")) {
            begin(node);
        } else {
            node.querySelectorAll("template[data-begin]").forEach(begin);
        }
    }

    new MutationObserver((changes) => {
        for (const change of changes) {
            change.addedNodes.forEach((node) => node.isConnected && look(node));
        }
    }).observe(document.documentElement, { childList: true, subtree: true });
    look(document.documentElement);
})();
