/** Unit tests of rules: files of series and of the alerts that have to become of them. */
package io.hostpulse.stack.ruletest;
