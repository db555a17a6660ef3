import QtQuick
import QtTest
import GmpScope

Item {
    width: 400
    height: 200

    EmptyState {
        id: empty

        width: 300
        sentence: "Nothing has run yet."
        action: "Run"
    }
    SignalSpy {
        id: triggered

        target: empty
        signalName: "triggered"
    }
    TestCase {
        name: "EmptyState"
        when: windowShown

        function test_offersOneAction() {
            compare(findChild(empty, "sentence").text, "Nothing has run yet.");
            mouseClick(findChild(empty, "action"));
            compare(triggered.count, 1);
        }
        function test_withoutAnActionThereIsNoButton() {
            empty.action = "";
            verify(!findChild(empty, "action").visible);
        }
    }
}
