import QtQuick
import QtTest
import GmpScope

Item {
    width: 260
    height: 800

    Workbench {
        id: bench
    }
    LibraryPane {
        id: library

        anchors.fill: parent
        workbench: bench
    }
    SignalSpy {
        id: runWanted

        target: library
        signalName: "runWanted"
    }
    TestCase {
        name: "Library"
        when: windowShown

        function test_showsTheFourPresets() {
            for (const id of ["work-stealing", "ping-pong", "fan-out", "unequal"])
                verify(findChild(library, "preset:" + id), id);
        }
        function test_choosesWhatIsClicked() {
            mouseClick(findChild(library, "preset:ping-pong"));
            compare(bench.library.chosenTitle, findChild(library, "preset:ping-pong").title);
            mouseClick(findChild(library, "preset:work-stealing"));
            compare(bench.library.chosenTitle, findChild(library, "preset:work-stealing").title);
        }
        function test_runsWhatIsDoubleClicked() {
            runWanted.clear();
            mouseDoubleClickSequence(findChild(library, "preset:fan-out"));
            compare(runWanted.count, 1);
        }
        function test_refusesAValueOutOfRange() {
            mouseClick(findChild(library, "preset:work-stealing"));
            verify(bench.parameters.count > 0);
            bench.parameters.enter(0, "-3");
            const field = findChild(library, "parameter0");
            tryVerify(() => !field.valid);
            verify(!bench.parameters.changed);
            bench.parameters.reset();
            tryVerify(() => field.valid);
        }
        function test_stepsWithinTheRange() {
            mouseClick(findChild(library, "preset:work-stealing"));
            const field = findChild(library, "parameter0");
            const before = field.value;
            bench.parameters.step(0, 1);
            verify(field.value !== before || field.highest);
            verify(bench.parameters.changed || field.highest);
            for (let i = 0; i < 80; ++i)
                bench.parameters.step(0, -1);
            verify(field.lowest);
            bench.parameters.reset();
            compare(field.value, before);
        }
    }
}
