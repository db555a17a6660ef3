<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="ru_RU">
<context>
    <name>AboutDialog</name>
    <message>
        <source>About gmpscope</source>
        <translation>О программе gmpscope</translation>
    </message>
    <message>
        <source>A scheduler like Go's, with goroutines G, threads M and processors P, runs on this machine's cores, and this window shows what it does. GMP is Go's G-M-P here, not the GNU library.</source>
        <translation>На ядрах этой машины работает планировщик как в Go — с горутинами G, потоками M и процессорами P, — а окно показывает, что он делает. GMP здесь — модель G-M-P из Go, а не библиотека GNU.</translation>
    </message>
</context>
<context>
    <name>BoardPane</name>
    <message>
        <source>Scheduler board</source>
        <translation>Доска планировщика</translation>
    </message>
</context>
<context>
    <name>Centre</name>
    <message>
        <source>Run again</source>
        <translation>Запустить снова</translation>
    </message>
    <message>
        <source>The kernel doesn't say which thread is on which core.</source>
        <translation>Ядро ОС не сообщает, какой поток на каком ядре выполняется.</translation>
    </message>
    <message>
        <source>Copy</source>
        <translation>Копировать</translation>
    </message>
    <message>
        <source>Reading the trace …</source>
        <translation>Трасса читается…</translation>
    </message>
    <message>
        <source>Nothing has run yet.</source>
        <translation>Ещё ничего не запускали.</translation>
    </message>
    <message>
        <source>Run “%1”</source>
        <translation>Запустить «%1»</translation>
    </message>
</context>
<context>
    <name>Ends</name>
    <message>
        <source>The run goes on.</source>
        <translation>Прогон идёт.</translation>
    </message>
    <message>
        <source>The run has finished.</source>
        <translation>Прогон завершён.</translation>
    </message>
    <message>
        <source>The run was stopped.</source>
        <translation>Прогон остановлен.</translation>
    </message>
    <message>
        <source>Deadlock: all goroutines wait, and nothing can wake them.</source>
        <translation>Взаимная блокировка: все горутины ждут, и разбудить их некому.</translation>
    </message>
    <message>
        <source>A goroutine panicked.</source>
        <translation>В горутине случилась паника.</translation>
    </message>
    <message>
        <source>The worker was killed by signal %1 (%2).</source>
        <translation>Рабочий процесс убит сигналом %1 (%2).</translation>
    </message>
    <message>
        <source>The worker ended with exit code %1.</source>
        <translation>Рабочий процесс завершился с кодом %1.</translation>
    </message>
    <message>
        <source>The trace ends in the middle: what comes later is missing.</source>
        <translation>Трасса обрывается на середине: продолжения нет.</translation>
    </message>
</context>
<context>
    <name>Events</name>
    <message>
        <source>the run starts</source>
        <translation>прогон начинается</translation>
    </message>
    <message>
        <source>the run ends</source>
        <translation>прогон заканчивается</translation>
    </message>
    <message>
        <source>deadlock</source>
        <translation>взаимная блокировка</translation>
    </message>
    <message>
        <source>a goroutine panics</source>
        <translation>паника в горутине</translation>
    </message>
    <message>
        <source>text</source>
        <translation>текст</translation>
    </message>
    <message>
        <source>an M starts</source>
        <translation>поток M начинает работу</translation>
    </message>
    <message>
        <source>an M ends</source>
        <translation>поток M завершается</translation>
    </message>
    <message>
        <source>an M parks</source>
        <translation>поток M засыпает</translation>
    </message>
    <message>
        <source>an idle M is woken</source>
        <translation>свободный поток M разбужен</translation>
    </message>
    <message>
        <source>a new M is made</source>
        <translation>создан новый поток M</translation>
    </message>
    <message>
        <source>an M wakes up</source>
        <translation>поток M просыпается</translation>
    </message>
    <message>
        <source>an M sleeps until the next timer</source>
        <translation>поток M спит до ближайшего таймера</translation>
    </message>
    <message>
        <source>an M begins to spin</source>
        <translation>поток M начинает искать работу</translation>
    </message>
    <message>
        <source>an M stops spinning</source>
        <translation>поток M перестаёт искать работу</translation>
    </message>
    <message>
        <source>an M looks for work to steal</source>
        <translation>поток M ищет, что украсть</translation>
    </message>
    <message>
        <source>an idle P is acquired</source>
        <translation>взят свободный процессор P</translation>
    </message>
    <message>
        <source>a P is released</source>
        <translation>процессор P отпущен</translation>
    </message>
    <message>
        <source>state of a P</source>
        <translation>состояние процессора P</translation>
    </message>
    <message>
        <source>contents of a local queue</source>
        <translation>содержимое локальной очереди</translation>
    </message>
    <message>
        <source>a goroutine is created</source>
        <translation>горутина создана</translation>
    </message>
    <message>
        <source>a goroutine ends</source>
        <translation>горутина завершилась</translation>
    </message>
    <message>
        <source>state of a goroutine</source>
        <translation>состояние горутины</translation>
    </message>
    <message>
        <source>put into the local queue</source>
        <translation>поставлена в локальную очередь</translation>
    </message>
    <message>
        <source>overflow to the global queue</source>
        <translation>переполнение: половина уходит в глобальную очередь</translation>
    </message>
    <message>
        <source>start from runnext</source>
        <translation>запуск из runnext</translation>
    </message>
    <message>
        <source>start from the local queue</source>
        <translation>запуск из локальной очереди</translation>
    </message>
    <message>
        <source>start from the global queue</source>
        <translation>запуск из глобальной очереди</translation>
    </message>
    <message>
        <source>start of a stolen goroutine</source>
        <translation>запуск украденной горутины</translation>
    </message>
    <message>
        <source>start of a goroutine stolen from runnext</source>
        <translation>запуск горутины, украденной из runnext</translation>
    </message>
    <message>
        <source>a goroutine blocks</source>
        <translation>горутина блокируется</translation>
    </message>
    <message>
        <source>it waits for this channel too</source>
        <translation>она ждёт и этого канала</translation>
    </message>
    <message>
        <source>a goroutine is woken</source>
        <translation>горутина разбужена</translation>
    </message>
    <message>
        <source>a goroutine yields</source>
        <translation>горутина уступает</translation>
    </message>
    <message>
        <source>a goroutine makes room for another</source>
        <translation>горутина уступает место другой</translation>
    </message>
    <message>
        <source>an M waits for the network</source>
        <translation>M ждёт сеть</translation>
    </message>
    <message>
        <source>an M has polled the network</source>
        <translation>M опросил сеть</translation>
    </message>
    <message>
        <source>the network wakes a goroutine, into the local queue</source>
        <translation>сеть будит горутину: в локальную очередь</translation>
    </message>
    <message>
        <source>the network wakes a goroutine, into the global queue</source>
        <translation>сеть будит горутину: в глобальную очередь</translation>
    </message>
    <message>
        <source>a goroutine enters a system call</source>
        <translation>горутина входит в системный вызов</translation>
    </message>
    <message>
        <source>a goroutine comes back, with the P that it had</source>
        <translation>горутина вернулась, её P ещё при ней</translation>
    </message>
    <message>
        <source>a goroutine comes back, with another P</source>
        <translation>горутина вернулась, с другим P</translation>
    </message>
    <message>
        <source>a goroutine comes back, and no P is free</source>
        <translation>горутина вернулась, но свободного P нет</translation>
    </message>
    <message>
        <source>a P is taken from an M in a system call</source>
        <translation>P забран у M в системном вызове</translation>
    </message>
    <message>
        <source>a P is handed to another M</source>
        <translation>P передан другому M</translation>
    </message>
    <message>
        <source>a goroutine leaves the first M before a system call</source>
        <translation>горутина покидает первый M перед системным вызовом</translation>
    </message>
    <message>
        <source>the run ends without an M that is in a system call</source>
        <translation>запуск кончается без M, который в системном вызове</translation>
    </message>
    <message>
        <source>a goroutine stops the world</source>
        <translation>горутина останавливает мир</translation>
    </message>
    <message>
        <source>a P is stopped</source>
        <translation>P остановлен</translation>
    </message>
    <message>
        <source>the world stands</source>
        <translation>мир остановлен</translation>
    </message>
    <message>
        <source>the world goes on</source>
        <translation>мир идёт дальше</translation>
    </message>
    <message>
        <source>a goroutine is preempted, to go on where it was</source>
        <translation>горутина вытеснена, чтобы продолжить там же</translation>
    </message>
    <message>
        <source>the number of Ps changes</source>
        <translation>число P меняется</translation>
    </message>
    <message>
        <source>the queue of a P that goes moves to the global queue</source>
        <translation>очередь уходящего P переходит в глобальную</translation>
    </message>
    <message>
        <source>the runnext of a P that goes moves to the global queue</source>
        <translation>runnext уходящего P переходит в глобальную очередь</translation>
    </message>
    <message>
        <source>a goroutine goes on with another P</source>
        <translation>горутина продолжает с другим P</translation>
    </message>
    <message>
        <source>a goroutine is locked to its thread</source>
        <translation>горутина закреплена за своим потоком</translation>
    </message>
    <message>
        <source>a goroutine is locked to its thread no more</source>
        <translation>горутина больше не закреплена за потоком</translation>
    </message>
    <message>
        <source>a locked goroutine is handed to its M</source>
        <translation>закреплённая горутина передана своему M</translation>
    </message>
    <message>
        <source>an M parks until its locked goroutine can go on</source>
        <translation>M засыпает, пока его закреплённая горутина не сможет продолжить</translation>
    </message>
    <message>
        <source>start of a locked goroutine, on its M</source>
        <translation>запуск закреплённой горутины на её M</translation>
        <source>a knob of the run</source>
        <translation>ручка настройки запуска</translation>
    </message>
    <message>
        <source>a knob of the run is changed</source>
        <translation>ручка настройки запуска меняется</translation>
    </message>
    <message>
        <source>how stacks are guarded</source>
        <translation>как защищены стеки</translation>
    </message>
    <message>
        <source>a goroutine is created, for the end of the queue</source>
        <translation>горутина создана и встаёт в конец очереди</translation>
    </message>
    <message>
        <source>a goroutine is woken, for the end of the queue</source>
        <translation>горутина разбужена и встаёт в конец очереди</translation>
    </message>
    <message>
        <source>several goroutines are woken at once</source>
        <translation>несколько горутин пробуждаются сразу</translation>
    </message>
    <message>
        <source>the run is asked to stand still</source>
        <translation>прогон просят остановиться</translation>
    </message>
    <message>
        <source>an M stands still</source>
        <translation>M стоит</translation>
    </message>
    <message>
        <source>the run stands still</source>
        <translation>прогон стоит</translation>
    </message>
    <message>
        <source>an M goes on</source>
        <translation>M продолжает</translation>
    </message>
    <message>
        <source>a step: one M may go on</source>
        <translation>шаг: одной M можно продолжить</translation>
    </message>
    <message>
        <source>the run&apos;s clock jumps to the next timer</source>
        <translation>часы прогона перескакивают к следующему таймеру</translation>
    </message>
    <message>
        <source>the run goes on</source>
        <translation>прогон продолжается</translation>
    </message>
    <message>
        <source>a timer fires</source>
        <translation>срабатывает таймер</translation>
    </message>
    <message>
        <source>preemption is asked of a P</source>
        <translation>у P запрошено вытеснение</translation>
    </message>
    <message>
        <source>an M refused preemption</source>
        <translation>M отказал в вытеснении</translation>
    </message>
    <message>
        <source>a goroutine is preempted</source>
        <translation>горутина вытеснена</translation>
    </message>
    <message>
        <source>unknown event</source>
        <translation>неизвестное событие</translation>
    </message>
</context>
<context>
    <name>ExportDialog</name>
    <message>
        <source>Export picture</source>
        <translation>Экспорт картинки</translation>
    </message>
    <message>
        <source>Export…</source>
        <translation>Экспорт…</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Отмена</translation>
    </message>
    <message>
        <source>Export</source>
        <translation>Экспорт</translation>
    </message>
    <message>
        <source>PNG pictures (*.png)</source>
        <translation>Картинки PNG (*.png)</translation>
    </message>
</context>
<context>
    <name>ExportForm</name>
    <message>
        <source>Width</source>
        <translation>Ширина</translation>
    </message>
    <message>
        <source>Height</source>
        <translation>Высота</translation>
    </message>
    <message>
        <source>all lanes</source>
        <translation>все дорожки</translation>
    </message>
    <message>
        <source>Scale</source>
        <translation>Масштаб</translation>
    </message>
    <message>
        <source>Theme</source>
        <translation>Тема</translation>
    </message>
    <message>
        <source>Dark</source>
        <translation>Тёмная</translation>
    </message>
    <message>
        <source>Light</source>
        <translation>Светлая</translation>
    </message>
    <message>
        <source>Print</source>
        <translation>Для печати</translation>
    </message>
    <message>
        <source>Range</source>
        <translation>Отрезок</translation>
    </message>
    <message>
        <source>what the timeline shows</source>
        <translation>что видно на шкале времени</translation>
    </message>
    <message>
        <source>the whole trace</source>
        <translation>вся трасса</translation>
    </message>
</context>
<context>
    <name>IdleNotice</name>
    <message>
        <source>All processors are idle at this moment.</source>
        <translation>В этот момент все процессоры свободны.</translation>
    </message>
    <message>
        <source>Show the nearest work</source>
        <translation>Показать ближайшую работу</translation>
    </message>
</context>
<context>
    <name>InspectorPane</name>
    <message>
        <source>Why?</source>
        <translation>Почему?</translation>
    </message>
    <message>
        <source>Details</source>
        <translation>Подробности</translation>
    </message>
    <message>
        <source>Close the inspector (Ctrl+I)</source>
        <translation>Закрыть инспектор (Ctrl+I)</translation>
    </message>
    <message>
        <source>Click a span or a chip to see what it is and why it started.</source>
        <translation>Щёлкните по отрезку или фишке, чтобы узнать, что это и почему оно началось.</translation>
    </message>
    <message>
        <source>Show the first steal</source>
        <translation>Показать первую кражу</translation>
    </message>
    <message>
        <source>Run “%1”</source>
        <translation>Запустить «%1»</translation>
    </message>
</context>
<context>
    <name>KeysDialog</name>
    <message>
        <source>Keys and mouse</source>
        <translation>Клавиши и мышь</translation>
    </message>
    <message>
        <source>zoom in, zoom out</source>
        <translation>ближе, дальше</translation>
    </message>
    <message>
        <source>earlier, later</source>
        <translation>раньше, позже</translation>
    </message>
    <message>
        <source>scroll the lanes</source>
        <translation>прокрутить дорожки</translation>
    </message>
    <message>
        <source>fit the selection</source>
        <translation>показать выбранное целиком</translation>
    </message>
    <message>
        <source>the whole trace</source>
        <translation>вся трасса</translation>
    </message>
    <message>
        <source>previous, next event of the lane</source>
        <translation>предыдущее, следующее событие дорожки</translation>
    </message>
    <message>
        <source>Space</source>
        <translation>Пробел</translation>
    </message>
    <message>
        <source>pause the run, let it go on</source>
        <translation>пауза прогона и продолжение</translation>
    </message>
    <message>
        <source>next decision of the paused run</source>
        <translation>следующее решение на паузе</translation>
    </message>
    <message>
        <source>hold the view, follow again</source>
        <translation>удержать вид, снова следить</translation>
    </message>
    <message>
        <source>select nothing</source>
        <translation>снять выделение</translation>
    </message>
    <message>
        <source>undo a change of the view</source>
        <translation>отменить изменение вида</translation>
    </message>
    <message>
        <source>drag</source>
        <translation>перетаскивание</translation>
    </message>
    <message>
        <source>pan</source>
        <translation>сдвинуть</translation>
    </message>
    <message>
        <source>wheel</source>
        <translation>колесо</translation>
    </message>
    <message>
        <source>scroll the lanes; with Shift pan, with Ctrl zoom</source>
        <translation>прокрутить дорожки; с Shift — сдвинуть, с Ctrl — масштаб</translation>
    </message>
    <message>
        <source>click</source>
        <translation>щелчок</translation>
    </message>
    <message>
        <source>playhead and selection; on a heading, open or close the group</source>
        <translation>момент и выделение; на заголовке — раскрыть или свернуть группу</translation>
    </message>
</context>
<context>
    <name>LanguageMenu</name>
    <message>
        <source>La&amp;nguage</source>
        <translation>&amp;Язык</translation>
    </message>
</context>
<context>
    <name>LibraryPane</name>
    <message>
        <source>Presets</source>
        <translation>Сценарии</translation>
    </message>
</context>
<context>
    <name>LibraryRail</name>
    <message>
        <source>Presets and recent traces</source>
        <translation>Сценарии и недавние трассы</translation>
    </message>
    <message>
        <source>Open a trace… (Ctrl+O)</source>
        <translation>Открыть трассу… (Ctrl+O)</translation>
    </message>
</context>
<context>
    <name>Main</name>
    <message>
        <source>%1 – gmpscope</source>
        <translation>%1 – gmpscope</translation>
    </message>
</context>
<context>
    <name>MainMenu</name>
    <message>
        <source>&amp;File</source>
        <translation>&amp;Файл</translation>
    </message>
    <message>
        <source>&amp;Open trace…</source>
        <translation>&amp;Открыть трассу…</translation>
    </message>
    <message>
        <source>&amp;Save trace…</source>
        <translation>&amp;Сохранить трассу…</translation>
    </message>
    <message>
        <source>&amp;Export picture…</source>
        <translation>&amp;Экспорт картинки…</translation>
    </message>
    <message>
        <source>&amp;Quit</source>
        <translation>&amp;Выход</translation>
    </message>
    <message>
        <source>&amp;Run</source>
        <translation>&amp;Запуск</translation>
    </message>
    <message>
        <source>&amp;Stop</source>
        <translation>&amp;Остановить</translation>
    </message>
    <message>
        <source>&amp;Pause</source>
        <translation>&amp;Пауза</translation>
    </message>
    <message>
        <source>&amp;Next decision</source>
        <translation>&amp;Следующее решение</translation>
    </message>
    <message>
        <source>&amp;Hold view</source>
        <translation>&amp;Удержать вид</translation>
    </message>
    <message>
        <source>&amp;View</source>
        <translation>&amp;Вид</translation>
    </message>
    <message>
        <source>&amp;Whole trace</source>
        <translation>&amp;Вся трасса</translation>
    </message>
    <message>
        <source>&amp;Fit the selection</source>
        <translation>&amp;Выбранное целиком</translation>
    </message>
    <message>
        <source>First &amp;steal</source>
        <translation>&amp;Первая кража</translation>
    </message>
    <message>
        <source>&amp;Inspector</source>
        <translation>&amp;Инспектор</translation>
    </message>
    <message>
        <source>&amp;Help</source>
        <translation>&amp;Справка</translation>
    </message>
    <message>
        <source>&amp;Keys</source>
        <translation>&amp;Клавиши</translation>
    </message>
    <message>
        <source>&amp;About gmpscope</source>
        <translation>&amp;О программе gmpscope</translation>
    </message>
</context>
<context>
    <name>ModeIndicator</name>
    <message>
        <source>LIVE</source>
        <translation>ИДЁТ</translation>
    </message>
    <message>
        <source>READING</source>
        <translation>ЧТЕНИЕ</translation>
    </message>
    <message>
        <source>HELD</source>
        <translation>УДЕРЖАН</translation>
    </message>
    <message>
        <source>PAUSED</source>
        <translation>ПАУЗА</translation>
    </message>
    <message>
        <source>SLOW</source>
        <translation>МЕДЛЕННО</translation>
    </message>
    <message>
        <source>ENDED</source>
        <translation>ОКОНЧЕН</translation>
    </message>
    <message>
        <source>REPLAY</source>
        <translation>ЗАПИСЬ</translation>
    </message>
    <message>
        <source>NO RUN</source>
        <translation>НЕТ ПРОГОНА</translation>
    </message>
    <message>
        <source>The picture follows the run</source>
        <translation>Картина следует за прогоном</translation>
    </message>
    <message>
        <source>A trace file is being read</source>
        <translation>Файл трассы читается</translation>
    </message>
    <message>
        <source>The picture stands still, the run goes on</source>
        <translation>Картина стоит, прогон идёт</translation>
    </message>
    <message>
        <source>The run stands still: every thread where it was</source>
        <translation>Прогон стоит: каждый поток там, где был</translation>
    </message>
    <message>
        <source>The run goes on a decision at a time</source>
        <translation>Прогон идёт по одному решению</translation>
    </message>
    <message>
        <source>A trace file: %1</source>
        <translation>Файл трассы: %1</translation>
    </message>
    <message>
        <source>Nothing has been run or opened</source>
        <translation>Ничего не запущено и не открыто</translation>
    </message>
</context>
<context>
    <name>NoticeBar</name>
    <message>
        <source>Dismiss</source>
        <translation>Скрыть</translation>
    </message>
</context>
<context>
    <name>NumberStepper</name>
    <message>
        <source>Less</source>
        <translation>Меньше</translation>
    </message>
    <message>
        <source>More</source>
        <translation>Больше</translation>
    </message>
</context>
<context>
    <name>OverviewPane</name>
    <message>
        <source>Whole trace</source>
        <translation>Вся трасса</translation>
    </message>
</context>
<context>
    <name>ParameterForm</name>
    <message>
        <source>Parameters</source>
        <translation>Параметры</translation>
    </message>
    <message>
        <source>Defaults</source>
        <translation>По умолчанию</translation>
    </message>
</context>
<context>
    <name>Reasons</name>
    <message>
        <source>%1 and %2 more</source>
        <translation>%1 и ещё %2</translation>
    </message>
    <message>
        <source>empty</source>
        <translation>пусто</translation>
    </message>
    <message>
        <source>had to wait: %1</source>
        <translation>остались ждать: %1</translation>
    </message>
    <message>
        <source>On each 61st tick a P asks the global queue before its own, so that nobody starves there. %1 was at tick %2: it took one goroutine.</source>
        <translation>На каждом 61-м такте процессор P заглядывает в глобальную очередь раньше своей, чтобы там никто не голодал. %1 был на такте %2 и взял одну горутину.</translation>
    </message>
    <message>
        <source>Nothing was left in runnext and the local queue of %1, so it took a batch of %2 from the global queue: its share among all Ps. The first of them runs.</source>
        <translation>В runnext и локальной очереди %1 ничего не осталось, и он взял из глобальной очереди пачку, %2: свою долю среди всех P. Первая из них выполняется.</translation>
    </message>
    <message>
        <source>Into its local queue went %1.</source>
        <translation>В его локальную очередь ушли: %1.</translation>
    </message>
    <message>
        <source>%1 had nothing in runnext, in its local queue, or in the global queue, so its M looked at the other Ps in a random order and stole half of what it saw at %2: %3 of %4 (%5). The last of them runs at once.</source>
        <translation>У %1 ничего не было ни в runnext, ни в локальной очереди, ни в глобальной, поэтому его M обошёл другие P в случайном порядке и украл половину того, что увидел у %2: %3 из %4 (%5). Последняя из них сразу выполняется.</translation>
    </message>
    <message>
        <source>Its timer was due: it goes to runnext of %1 and waits for a P.</source>
        <translation>Её таймер сработал: она встаёт в runnext %1 и ждёт процессор P.</translation>
    </message>
    <message>
        <source>Its descriptor was ready: %1 saw that and put it at the tail of the global queue.</source>
        <translation>Её дескриптор был готов: %1 это увидел и поставил её в конец глобальной очереди.</translation>
    </message>
    <message>
        <source>Its descriptor was ready: %1 saw that and put it at the tail of the local queue of %2.</source>
        <translation>Её дескриптор был готов: %1 это увидел и поставил её в конец локальной очереди %2.</translation>
    </message>
    <message>
        <source>Another goroutine</source>
        <translation>Другая горутина</translation>
    </message>
    <message>
        <source>%1 woke it: it goes to runnext of %2, ahead of the local queue.</source>
        <translation>Разбудила её %1: она встаёт в runnext %2, впереди локальной очереди.</translation>
    </message>
    <message>
        <source>It had waited for: %1.</source>
        <translation>Она ждала: %1.</translation>
    </message>
    <message>
        <source>The run begins with it.</source>
        <translation>С неё начинается прогон.</translation>
    </message>
    <message>
        <source>%1 created it. A new goroutine goes to runnext of its creator's P, here %2; who stood there moves to the local queue.</source>
        <translation>Её создала %1. Новая горутина встаёт в runnext процессора P своего создателя, здесь это %2; кто там стоял, уходит в локальную очередь.</translation>
    </message>
    <message>
        <source>schedtick %1: the global queue was asked first and had nothing</source>
        <translation>schedtick %1: сначала заглянули в глобальную очередь, там пусто</translation>
    </message>
    <message>
        <source>schedtick %1 is no multiple of 61</source>
        <translation>schedtick %1 не кратен 61</translation>
    </message>
    <message>
        <source>created on %1</source>
        <translation>создана на %1</translation>
    </message>
    <message>
        <source>created by %1 on %2</source>
        <translation>создана горутиной %1 на %2</translation>
    </message>
    <message>
        <source>its timer was due, on %1</source>
        <translation>её таймер сработал, на %1</translation>
    </message>
    <message>
        <source>its descriptor was ready: woken by %1</source>
        <translation>её дескриптор был готов: разбудил %1</translation>
    </message>
    <message>
        <source>woken on %1</source>
        <translation>разбужена на %1</translation>
    </message>
    <message>
        <source>woken by %1 on %2</source>
        <translation>разбужена горутиной %1 на %2</translation>
    </message>
    <message>
        <source>yielded on %1</source>
        <translation>уступила на %1</translation>
    </message>
    <message>
        <source>made room on %1</source>
        <translation>уступила место на %1</translation>
    </message>
    <message>
        <source>moved off the first M on %1</source>
        <translation>ушла с первого M на %1</translation>
    </message>
    <message>
        <source>came back from a system call, and no P was free</source>
        <translation>вернулась из системного вызова, свободного P не было</translation>
    </message>
    <message>
        <source>preempted on %1</source>
        <translation>вытеснена с %1</translation>
    </message>
    <message>
        <source>put into runnext of %1</source>
        <translation>поставлена в runnext %1</translation>
    </message>
    <message>
        <source>put into the local queue of %1; before it: %2</source>
        <translation>поставлена в локальную очередь %1; перед ней: %2</translation>
    </message>
    <message>
        <source>put into the global queue; before it: %1</source>
        <translation>поставлена в глобальную очередь; перед ней: %1</translation>
    </message>
    <message>
        <source>started from runnext, on %1 with %2</source>
        <translation>запущена из runnext, на %1 с %2</translation>
    </message>
    <message>
        <source>started from the local queue, on %1 with %2</source>
        <translation>запущена из локальной очереди, на %1 с %2</translation>
    </message>
    <message>
        <source>started from the global queue, on %1 with %2</source>
        <translation>запущена из глобальной очереди, на %1 с %2</translation>
    </message>
    <message>
        <source>stolen and started, on %1 with %2</source>
        <translation>украдена и запущена, на %1 с %2</translation>
    </message>
    <message>
        <source>stolen from runnext and started, on %1 with %2</source>
        <translation>украдена из runnext и запущена, на %1 с %2</translation>
    </message>
    <message>
        <source>Not known</source>
        <translation>Неизвестно</translation>
    </message>
    <message>
        <source>Taken from runnext</source>
        <translation>Взята из runnext</translation>
    </message>
    <message>
        <source>Head of the local queue</source>
        <translation>Первая в локальной очереди</translation>
    </message>
    <message>
        <source>Global queue, by the 61st tick</source>
        <translation>Глобальная очередь, по 61-му такту</translation>
    </message>
    <message>
        <source>Taken from the global queue</source>
        <translation>Взята из глобальной очереди</translation>
    </message>
    <message>
        <source>Stolen from %1</source>
        <translation>Украдена у %1</translation>
    </message>
    <message>
        <source>Stolen from runnext of %1</source>
        <translation>Украдена из runnext %1</translation>
    </message>
    <message>
        <source>Blocked</source>
        <translation>Заблокирована</translation>
    </message>
    <message>
        <source>Yielded</source>
        <translation>Уступила</translation>
    </message>
    <message>
        <source>It handed a lock to the goroutine that had waited longest, and went to the tail of its local queue so that the other runs first.</source>
        <translation>Она передала блокировку горутине, которая ждала дольше всех, и ушла в хвост своей локальной очереди, чтобы та выполнилась первой.</translation>
    </message>
    <message>
        <source>Made room</source>
        <translation>Уступила место</translation>
    </message>
    <message>
        <source>In a system call</source>
        <translation>В системном вызове</translation>
    </message>
    <message>
        <source>Came back, with the P that it had</source>
        <translation>Вернулась, P остался при ней</translation>
    </message>
    <message>
        <source>Came back, with another P</source>
        <translation>Вернулась, с другим P</translation>
    </message>
    <message>
        <source>Came back, and no P was free</source>
        <translation>Вернулась, свободного P нет</translation>
    </message>
    <message>
        <source>Left the first M</source>
        <translation>Покинула первый M</translation>
    </message>
    <message>
        <source>Stopped with the world</source>
        <translation>Остановлена вместе с миром</translation>
    </message>
    <message>
        <source>The world stands</source>
        <translation>Мир остановлен</translation>
    </message>
    <message>
        <source>Goes on with another P</source>
        <translation>Продолжает с другим P</translation>
    </message>
    <message>
        <source>No such P now</source>
        <translation>Такого P сейчас нет</translation>
    </message>
    <message>
        <source>Handed to its M</source>
        <translation>Передана своему M</translation>
    </message>
    <message>
        <source>Waits for its goroutine</source>
        <translation>Ждёт свою горутину</translation>
    </message>
    <message>
        <source>%1 runs only %2, which is locked to it and can&apos;t go on yet: it has given its P away and sleeps.</source>
        <translation>%1 выполняет только %2, которая за ним закреплена и пока не может продолжить: он отдал свой P и спит.</translation>
    </message>
    <message>
        <source>It is locked to %1. Another M took it from a queue, and handed it over with its own P, %2.</source>
        <translation>Она закреплена за %1. Другой M взял её из очереди и передал вместе со своим P, %2.</translation>
    </message>
    <message>
        <source>The number of Ps was made smaller. What stood in the queue of this one went to the head of the global queue, its timers to another P.</source>
        <translation>Число P уменьшили. То, что стояло в очереди этого P, ушло в голову глобальной очереди, его таймеры — к другому P.</translation>
    </message>
    <message>
        <source>It has made the number of Ps smaller, and its own is one of those that go: it goes on with %1.</source>
        <translation>Она уменьшила число P, и её собственный среди уходящих: она продолжает с %1.</translation>
    </message>
    <message>
        <source>The world stands. %1 has left work in the queue of %2 and sleeps until it may go on with it.</source>
        <translation>Мир остановлен. %1 оставил работу в очереди %2 и спит, пока не сможет продолжить с ним.</translation>
    </message>
    <message>
        <source>Another goroutine stops the world, so it was asked to leave. It stands in runnext of %1, to go on there once the world does.</source>
        <translation>Другая горутина останавливает мир, поэтому её попросили уйти. Она стоит в runnext у %1, чтобы продолжить там, когда мир пойдёт дальше.</translation>
    </message>
    <message>
        <source>It is about to enter a system call. The thread that began the run must be able to end it, so it gives %1 to another M, where this goroutine goes on.</source>
        <translation>Она собирается войти в системный вызов. Поток, начавший запуск, должен быть способен его закончить, поэтому он отдаёт %1 другому M, и там горутина продолжит.</translation>
    </message>
    <message>
        <source>Its system call took so long that its P was taken, and when it was over all Ps were in use: it goes to the tail of the global queue, and its M parks.</source>
        <translation>Системный вызов длился так долго, что её P забрали, а когда он кончился, все P были заняты: она встаёт в конец глобальной очереди, а её M засыпает.</translation>
    </message>
    <message>
        <source>Its system call took so long that its P was taken. When it was over, %1 could be had, so it goes on at once.</source>
        <translation>Системный вызов длился так долго, что её P забрали. Когда он кончился, удалось взять %1, и она сразу продолжает.</translation>
    </message>
    <message>
        <source>Its system call was over before anybody took %1, so it goes on at once.</source>
        <translation>Системный вызов кончился раньше, чем кто-либо забрал %1, и она сразу продолжает.</translation>
    </message>
    <message>
        <source>It called something that may block in the kernel. It keeps %1, and its P until somebody needs that: sysmon takes it if the call is long.</source>
        <translation>Она вызвала то, что может заблокироваться в ядре. %1 остаётся при ней, а P — пока он никому не нужен: если вызов долгий, sysmon его заберёт.</translation>
    </message>
    <message>
        <source>The run is over, so sysmon asked it to stop.</source>
        <translation>Прогон окончен, и sysmon попросил её остановиться.</translation>
    </message>
    <message>
        <source>The world was to be stopped, so it was asked for its P.</source>
        <translation>Мир надо было остановить, поэтому у неё попросили её P.</translation>
    </message>
    <message>
        <source>It had run for a whole slice, so sysmon asked for its P.</source>
        <translation>Она проработала целый квант, и sysmon запросил её P.</translation>
    </message>
    <message>
        <source>A signal interrupted it in the middle of its own code, and it went to the tail of the global queue.</source>
        <translation>Сигнал прервал её посреди собственного кода, и она ушла в хвост глобальной очереди.</translation>
    </message>
    <message>
        <source>At the end of its next call of the runtime it went to the tail of the global queue.</source>
        <translation>В конце ближайшего вызова рантайма она ушла в хвост глобальной очереди.</translation>
    </message>
    <message>
        <source>Preempted</source>
        <translation>Вытеснена</translation>
    </message>
    <message>
        <source>Created</source>
        <translation>Создана</translation>
    </message>
    <message>
        <source>Woken</source>
        <translation>Разбужена</translation>
    </message>
    <message>
        <source>Ended</source>
        <translation>Завершилась</translation>
    </message>
    <message>
        <source>The kernel took the core away</source>
        <translation>Ядро ОС забрало ядро процессора</translation>
    </message>
    <message>
        <source>The thread sleeps in the kernel</source>
        <translation>Поток спит в ядре ОС</translation>
    </message>
    <message>
        <source>Parked: no work</source>
        <translation>Уснул: нет работы</translation>
    </message>
    <message>
        <source>Looks for work</source>
        <translation>Ищет работу</translation>
    </message>
    <message>
        <source>The kernel gave it a core again</source>
        <translation>Ядро ОС снова дало ядро процессора</translation>
    </message>
    <message>
        <source>Waits for the network</source>
        <translation>Ждёт сеть</translation>
    </message>
    <message>
        <source>In the scheduler</source>
        <translation>В планировщике</translation>
    </message>
    <message>
        <source>%1 is sysmon: it holds no P and runs no goroutine. It looks from time to time whether one has run for a whole slice.</source>
        <translation>%1 — это sysmon: у него нет P, и горутин он не выполняет. Время от времени он смотрит, не проработала ли какая-нибудь горутина целый квант.</translation>
    </message>
    <message>
        <source>sysmon looks after the others</source>
        <translation>sysmon следит за остальными</translation>
    </message>
    <message>
        <source>A thread that is no M</source>
        <translation>Поток, который не M</translation>
    </message>
    <message>
        <source>Not ours</source>
        <translation>Не наше</translation>
    </message>
    <message>
        <source>Events lost</source>
        <translation>События потеряны</translation>
    </message>
    <message>
        <source>Panicked</source>
        <translation>Паника</translation>
    </message>
    <message>
        <source>Sleeps until the next timer</source>
        <translation>Спит до ближайшего таймера</translation>
    </message>
    <message>
        <source>No event says why.</source>
        <translation>Ни одно событие не говорит почему.</translation>
    </message>
    <message>
        <source>It stood in runnext of %1, which comes before the local queue: who was woken or created last runs next, and inherits the rest of the time slice.</source>
        <translation>Она стояла в runnext %1, а он идёт раньше локальной очереди: кого разбудили или создали последним, тот выполняется следующим и наследует остаток кванта времени.</translation>
    </message>
    <message>
        <source>runnext of %1 was empty, so the head of its local queue runs. In the queue it saw: %2.</source>
        <translation>runnext %1 был пуст, поэтому выполняется первая в его локальной очереди. В очереди он видел: %2.</translation>
    </message>
    <message>
        <source>%1 had nothing of its own and found no local queue to steal from. In the last pass it took what stood in runnext of %2.</source>
        <translation>У %1 не было ничего своего, и ни в одной локальной очереди не нашлось, что украсть. На последнем круге он взял то, что стояло в runnext %2.</translation>
    </message>
    <message>
        <source>%1 It gave up its M and its P, which go on with others.</source>
        <translation>%1 Она отпустила свои M и P, и те занялись другими.</translation>
    </message>
    <message>
        <source>It called gosched: it goes to the tail of the global queue, and its M looks for another.</source>
        <translation>Она вызвала gosched: встаёт в хвост глобальной очереди, а её M ищет другую.</translation>
    </message>
    <message>
        <source>Its function returned.</source>
        <translation>Её функция завершилась.</translation>
    </message>
    <message>
        <source>%1 could have gone on, but the kernel gave its core to another thread. The runtime knows nothing of it: the goroutine still holds its M and its P.</source>
        <translation>%1 мог продолжать, но ядро ОС отдало его ядро процессора другому потоку. Среда выполнения об этом не знает: горутина всё ещё держит свои M и P.</translation>
    </message>
    <message>
        <source>%1 went to sleep in the kernel and left its core.</source>
        <translation>%1 уснул в ядре ОС и освободил ядро процессора.</translation>
    </message>
    <message>
        <source>%1 found no work in any queue, gave up its P and parked until somebody wakes it.</source>
        <translation>%1 не нашёл работы ни в одной очереди, отпустил свой P и уснул, пока кто-нибудь не разбудит.</translation>
    </message>
    <message>
        <source>%1 found no work and gave up its P. It sleeps until the next timer is due.</source>
        <translation>%1 не нашёл работы и отпустил свой P. Он спит, пока не сработает ближайший таймер.</translation>
    </message>
    <message>
        <source>%1 found no work and gave up its P. It waits in the network poller until a descriptor is ready or the next timer is due.</source>
        <translation>%1 не нашёл работы и отдал свой P. Он ждёт в сетевом опросе, пока не будет готов дескриптор или не наступит время следующего таймера.</translation>
    </message>
    <message>
        <source>%1 was woken because there was work and an idle P: it looks at the queues.</source>
        <translation>%1 разбужен, потому что были работа и свободный P: он осматривает очереди.</translation>
    </message>
    <message>
        <source>%1 has run out of work of its own: it spins, looking at the queues of others, before it parks.</source>
        <translation>У %1 кончилась своя работа: прежде чем уснуть, он ищет её в чужих очередях.</translation>
    </message>
    <message>
        <source>The kernel put %1 on a core. No decision of the Go scheduler: that one was made before.</source>
        <translation>Ядро ОС поставило %1 на ядро процессора. Планировщик Go тут ничего не решал: своё решение он принял раньше.</translation>
    </message>
    <message>
        <source>%1 executes, but runs no goroutine: it is in the scheduler.</source>
        <translation>%1 выполняется, но без горутины: он внутри планировщика.</translation>
    </message>
    <message>
        <source>A thread of the worker that doesn't run goroutines, for instance the one that talks to the window.</source>
        <translation>Поток рабочего процесса, который не выполняет горутин: например, тот, что общается с окном.</translation>
    </message>
    <message>
        <source>No thread of ours was on this core: it was idle or executed another process.</source>
        <translation>Наших потоков на этом ядре не было: оно простаивало или выполняло другой процесс.</translation>
    </message>
    <message>
        <source>The buffer was full and events were dropped: what happened here isn't known.</source>
        <translation>Буфер был полон, и события потеряны: что здесь было, неизвестно.</translation>
    </message>
    <message>
        <source>%1 panicked, and nobody recovered: the run ends.</source>
        <translation>В %1 случилась паника, и никто её не перехватил: прогон окончен.</translation>
    </message>
    <message>
        <source>61st tick</source>
        <translation>61-й такт</translation>
    </message>
    <message>
        <source>runnext</source>
        <translation>runnext</translation>
    </message>
    <message>
        <source>local queue</source>
        <translation>локальная очередь</translation>
    </message>
    <message>
        <source>global queue</source>
        <translation>глобальная очередь</translation>
    </message>
    <message>
        <source>earlier passes</source>
        <translation>прежние обходы</translation>
    </message>
    <message>
        <source>%1 over all Ps: nothing found</source>
        <translation>%1 по всем P: ничего не найдено</translation>
    </message>
    <message>
        <source>nothing to steal</source>
        <translation>красть нечего</translation>
    </message>
</context>
<context>
    <name>RecentList</name>
    <message>
        <source>Recent traces</source>
        <translation>Недавние трассы</translation>
    </message>
</context>
<context>
    <name>Rules</name>
    <message>
        <source>One place</source>
        <translation>Одно место</translation>
    </message>
    <message>
        <source>First in, first out</source>
        <translation>Первым пришёл — первым вышел</translation>
    </message>
    <message>
        <source>runnext</source>
        <translation>runnext</translation>
    </message>
    <message>
        <source>One M, one P</source>
        <translation>Один M, один P</translation>
    </message>
    <message>
        <source>Own P</source>
        <translation>Свой P</translation>
    </message>
    <message>
        <source>Capacity 256</source>
        <translation>Ёмкость 256</translation>
    </message>
    <message>
        <source>Steal half</source>
        <translation>Кража половины</translation>
    </message>
    <message>
        <source>Overflow half</source>
        <translation>Половина при переполнении</translation>
    </message>
    <message>
        <source>Global batch</source>
        <translation>Пачка из глобальной</translation>
    </message>
    <message>
        <source>61st tick</source>
        <translation>61-й такт</translation>
    </message>
    <message>
        <source>Idle lists</source>
        <translation>Списки свободных</translation>
    </message>
    <message>
        <source>Wake who waits</source>
        <translation>Будят того, кто ждёт</translation>
    </message>
    <message>
        <source>One order</source>
        <translation>Один порядок</translation>
    </message>
    <message>
        <source>Known events</source>
        <translation>Известные события</translation>
    </message>
    <message>
        <source>Preemption was asked</source>
        <translation>Вытеснение запрошено</translation>
    </message>
    <message>
        <source>System calls</source>
        <translation>Системные вызовы</translation>
    </message>
    <message>
        <source>Stopping the world</source>
        <translation>Остановка мира</translation>
    </message>
    <message>
        <source>Locked threads</source>
        <translation>Закреплённые потоки</translation>
        <source>Knobs</source>
        <translation>Ручки настройки</translation>
    </message>
    <message>
        <source>One sleeper</source>
        <translation>Один спящий за всех</translation>
    </message>
    <message>
        <source>Life of a thread</source>
        <translation>Жизнь потока</translation>
    </message>
    <message>
        <source>Spinning</source>
        <translation>Поиск работы</translation>
    </message>
    <message>
        <source>Slice</source>
        <translation>Квант времени</translation>
    </message>
    <message>
        <source>Cause of a preemption</source>
        <translation>Причина вытеснения</translation>
    </message>
    <message>
        <source>Order of waiting</source>
        <translation>Порядок ожидания</translation>
    </message>
    <message>
        <source>Nothing lost</source>
        <translation>Ничего не потеряно</translation>
    </message>
    <message>
        <source>A held run</source>
        <translation>Остановленный прогон</translation>
    </message>
    <message>
        <source>A goroutine is in exactly one place: running, in a queue, in runnext, waiting, or in transit.</source>
        <translation>Горутина ровно в одном месте: выполняется, стоит в очереди, в runnext, ждёт или в пути.</translation>
    </message>
    <message>
        <source>A queue gives what was put at that position.</source>
        <translation>Очередь отдаёт то, что поставили на это место.</translation>
    </message>
    <message>
        <source>runnext gives, and pushes out, what was put there last.</source>
        <translation>runnext отдаёт и вытесняет то, что поставили туда последним.</translation>
    </message>
    <message>
        <source>A goroutine runs on one M with one P, and an M or a P runs one goroutine.</source>
        <translation>Горутина выполняется на одном M с одним P, а M и P выполняют по одной горутине.</translation>
    </message>
    <message>
        <source>Only the M that holds a P puts into its queues and runs goroutines with it.</source>
        <translation>Только M, который держит P, ставит в его очереди и выполняет с ним горутины.</translation>
    </message>
    <message>
        <source>A local queue holds at most 256 goroutines, or as many as the run was set to.</source>
        <translation>В локальной очереди не больше 256 горутин или столько, сколько задано запуску.</translation>
    </message>
    <message>
        <source>A thief takes half of what it saw in the victim's queue, rounded up, or what the run was set to.</source>
        <translation>Вор берёт половину того, что увидел в очереди жертвы, с округлением вверх, или столько, сколько задано запуску.</translation>
    </message>
    <message>
        <source>A full local queue moves half of its goroutines to the global queue.</source>
        <translation>Полная локальная очередь отдаёт половину горутин в глобальную.</translation>
    </message>
    <message>
        <source>From the global queue a P takes its share: the length by the number of Ps, plus one, at most half a local queue.</source>
        <translation>Из глобальной очереди P берёт свою долю: длина, делённая на число P, плюс один, но не больше половины локальной очереди.</translation>
    </message>
    <message>
        <source>On each 61st tick, or as the run was set to, a P asks the global queue first, and takes one.</source>
        <translation>На каждом 61-м такте (или как задано запуску) P сначала заглядывает в глобальную очередь и берёт одну.</translation>
    </message>
    <message>
        <source>The lists of idle Ps and Ms give what was put there last.</source>
        <translation>Списки свободных P и M отдают того, кого поставили последним.</translation>
    </message>
    <message>
        <source>Only who waits is woken, and in the room where it waits.</source>
        <translation>Будят только того, кто ждёт, и там, где он ждёт.</translation>
    </message>
    <message>
        <source>There is an order of all events that fits everything they observed.</source>
        <translation>Есть порядок событий, согласный со всем, что они наблюдали.</translation>
    </message>
    <message>
        <source>Events are of a known kind, and their numbers are within their ranges.</source>
        <translation>События известного вида, и числа в них в допустимых пределах.</translation>
    </message>
    <message>
        <source>Only with a P of which it was asked is a goroutine preempted.</source>
        <translation>Горутину вытесняют только с того P, у которого это запросили.</translation>
    </message>
    <message>
        <source>Who enters a system call was running; who comes back was in one, with the P that it had or without; and only from there is a P taken away.</source>
        <translation>В системный вызов входит та, что выполнялась; возвращается из него та, что в нём была, со своим P или без; и только оттуда P забирают.</translation>
    </message>
    <message>
        <source>While the world stands, every P is stopped and only the goroutine that stopped it runs; and only then does the number of Ps change.</source>
        <translation>Пока мир остановлен, остановлен каждый P и работает только горутина, которая его остановила; и только тогда меняется число P.</translation>
    </message>
    <message>
        <source>A goroutine that is locked to its thread runs on that M only, and the M runs no other goroutine.</source>
        <translation>Горутина, закреплённая за своим потоком, работает только на этом M, и этот M не выполняет других горутин.</translation>
        <source>What a knob of the run has switched off doesn't happen.</source>
        <translation>Выключенное ручкой настройки запуска не происходит.</translation>
    </message>
    <message>
        <source>One M at a time sleeps until the next timer or waits for the network, for all others.</source>
        <translation>За всех остальных до ближайшего таймера спит или сеть ждёт в каждый момент только один M.</translation>
    </message>
    <message>
        <source>An M begins once it was made, wakes from the sleep that it is in, does nothing while it sleeps, and says at its end how it ends.</source>
        <translation>M начинает работать, когда он создан, просыпается из того сна, в котором находится, во сне ничего не делает и в конце говорит, как заканчивает.</translation>
    </message>
    <message>
        <source>An M begins and ends to spin in turn, and spins no more when the goroutine that it found leaves it, or when it sleeps.</source>
        <translation>M по очереди начинает и заканчивает поиск работы и больше не ищет, когда найденная горутина его покидает или когда он спит.</translation>
    </message>
    <message>
        <source>The tick of a P grows by one with each start; only who comes from runnext inherits the slice of whom it follows.</source>
        <translation>Счётчик P растёт на один с каждым запуском; лишь тот, кто взят из runnext, наследует квант того, за кем следует.</translation>
    </message>
    <message>
        <source>Who is asked to leave for its slice has run that long; who is asked for the world, while that is being stopped.</source>
        <translation>Кого просят уступить из-за кванта, тот проработал квант целиком; кого просят ради остановки мира — пока мир останавливают.</translation>
    </message>
    <message>
        <source>Who waits in a line of a lock or a channel is woken in the order of that line.</source>
        <translation>Кто стоит в очереди к блокировке или каналу, того будят в порядке этой очереди.</translation>
    </message>
    <message>
        <source>Outside declared gaps nothing is lost: each M has written as many events as it says, and the run and all its Ms come to their ends.</source>
        <translation>Вне объявленных пропусков ничего не потеряно: каждый M записал столько событий, сколько говорит, а запуск и все его M доходят до конца.</translation>
    </message>
    <message>
        <source>While a run is held from outside nothing changes, but by whom a step lets go on.</source>
        <translation>Пока прогон остановлен извне, ничего не меняется, кроме того, что делает тот, кому шаг позволил продолжить.</translation>
    </message>
</context>
<context>
    <name>SchemeMenu</name>
    <message>
        <source>&amp;Appearance</source>
        <translation>&amp;Тема</translation>
    </message>
    <message>
        <source>As the &amp;system</source>
        <translation>&amp;Как в системе</translation>
    </message>
    <message>
        <source>&amp;Dark</source>
        <translation>&amp;Тёмная</translation>
    </message>
    <message>
        <source>&amp;Light</source>
        <translation>&amp;Светлая</translation>
    </message>
</context>
<context>
    <name>SpeedMenu</name>
    <message>
        <source>How fast the run goes on</source>
        <translation>Как быстро идёт прогон</translation>
    </message>
</context>
<context>
    <name>States</name>
    <message>
        <source>executing</source>
        <translation>выполняется</translation>
    </message>
    <message>
        <source>runnable</source>
        <translation>готова к выполнению</translation>
    </message>
    <message>
        <source>system call</source>
        <translation>системный вызов</translation>
    </message>
    <message>
        <source>waiting</source>
        <translation>ждёт</translation>
    </message>
    <message>
        <source>spinning</source>
        <translation>ищет работу</translation>
    </message>
    <message>
        <source>fault</source>
        <translation>сбой</translation>
    </message>
    <message>
        <source>runs off core</source>
        <translation>выполняется, но не на ядре</translation>
    </message>
    <message>
        <source>not ours</source>
        <translation>не наше</translation>
    </message>
    <message>
        <source>events lost</source>
        <translation>события потеряны</translation>
    </message>
    <message>
        <source>gone</source>
        <translation>нет</translation>
    </message>
    <message>
        <source>There is no such processor now: the program works with fewer.</source>
        <translation>Такого процессора сейчас нет: программа работает с меньшим их числом.</translation>
    </message>
    <message>
        <source>A goroutine runs: it holds an M and a P, and its thread is on a core.</source>
        <translation>Горутина выполняется: у неё есть M и P, и её поток на ядре.</translation>
    </message>
    <message>
        <source>Could go on: a goroutine waits for a P, a thread waits for a core.</source>
        <translation>Может продолжать: горутина ждёт P, поток ждёт ядро.</translation>
    </message>
    <message>
        <source>The thread is inside a system call.</source>
        <translation>Поток внутри системного вызова.</translation>
    </message>
    <message>
        <source>Needs an event: a channel, a lock, a timer, the network.</source>
        <translation>Нужно событие: канал, блокировка, таймер, сеть.</translation>
    </message>
    <message>
        <source>An M looks for work in the queues of others.</source>
        <translation>Поток M ищет работу в чужих очередях.</translation>
    </message>
    <message>
        <source>It panicked, or a rule was broken here.</source>
        <translation>Здесь случилась паника или нарушено правило.</translation>
    </message>
    <message>
        <source>The goroutine runs: it holds an M and a P. But the kernel took its thread off the core.</source>
        <translation>Горутина выполняется: у неё есть M и P. Но ядро ОС сняло её поток с ядра процессора.</translation>
    </message>
    <message>
        <source>The core is idle or executes another process: which one can't be told from here.</source>
        <translation>Ядро простаивает или выполняет другой процесс: отсюда не узнать, что именно.</translation>
    </message>
    <message>
        <source>Events were lost here: what happened isn't known.</source>
        <translation>Здесь события потеряны: что произошло, неизвестно.</translation>
    </message>
</context>
<context>
    <name>StatusLine</name>
    <message>
        <source>Keys (?)</source>
        <translation>Клавиши (?)</translation>
    </message>
</context>
<context>
    <name>StepMenu</name>
    <message>
        <source>More steps: decisions until something happens</source>
        <translation>Другие шаги: решения, пока что-то не произойдёт</translation>
    </message>
</context>
<context>
    <name>TimelinePane</name>
    <message>
        <source>Timeline</source>
        <translation>Шкала времени</translation>
    </message>
</context>
<context>
    <name>TraceFiles</name>
    <message>
        <source>Open a trace</source>
        <translation>Открыть трассу</translation>
    </message>
    <message>
        <source>Traces (*.gmps)</source>
        <translation>Трассы (*.gmps)</translation>
    </message>
    <message>
        <source>All files (*)</source>
        <translation>Все файлы (*)</translation>
    </message>
    <message>
        <source>Save the trace</source>
        <translation>Сохранить трассу</translation>
    </message>
    <message>
        <source>Save</source>
        <translation>Сохранить</translation>
    </message>
</context>
<context>
    <name>TransportBar</name>
    <message>
        <source>Run</source>
        <translation>Запустить</translation>
    </message>
    <message>
        <source>Run “%1” with these parameters (Ctrl+R)</source>
        <translation>Запустить «%1» с этими параметрами (Ctrl+R)</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>Остановить</translation>
    </message>
    <message>
        <source>Pause</source>
        <translation>Пауза</translation>
    </message>
    <message>
        <source>Next decision</source>
        <translation>Следующее решение</translation>
    </message>
    <message>
        <source>Next decision: one thread goes on until it has chosen a goroutine or parks (N)</source>
        <translation>Следующее решение: один поток идёт дальше, пока не выберет горутину или не уснёт (N)</translation>
    </message>
    <message>
        <source>Pause: stop the run where it stands, and let it go on (Space)</source>
        <translation>Пауза: остановить прогон там, где он есть, и пустить дальше (Пробел)</translation>
    </message>
    <message>
        <source>End the run; what was recorded stays (Ctrl+.)</source>
        <translation>Закончить прогон; записанное останется (Ctrl+.)</translation>
    </message>
    <message>
        <source>Hold view</source>
        <translation>Удержать вид</translation>
    </message>
    <message>
        <source>Freeze the picture while the run goes on (H)</source>
        <translation>Заморозить картину, пока прогон идёт (H)</translation>
    </message>
    <message numerus="yes">
        <source>Processors P, of a run that goes on too; this machine has %n core(s)</source>
        <translation>
            <numerusform>Процессоры P, и идущего прогона тоже; в этой машине %n ядро</numerusform>
            <numerusform>Процессоры P, и идущего прогона тоже; в этой машине %n ядра</numerusform>
            <numerusform>Процессоры P, и идущего прогона тоже; в этой машине %n ядер</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>WaitReasons</name>
    <message>
        <source>chan receive</source>
        <translation>приём из канала</translation>
    </message>
    <message>
        <source>chan send</source>
        <translation>отправка в канал</translation>
    </message>
    <message>
        <source>chan receive (nil chan)</source>
        <translation>приём из канала nil</translation>
    </message>
    <message>
        <source>chan send (nil chan)</source>
        <translation>отправка в канал nil</translation>
    </message>
    <message>
        <source>select</source>
        <translation>select</translation>
    </message>
    <message>
        <source>sleep</source>
        <translation>сон</translation>
    </message>
    <message>
        <source>sync.WaitGroup.Wait</source>
        <translation>sync.WaitGroup.Wait</translation>
    </message>
    <message>
        <source>sync.Mutex.Lock</source>
        <translation>sync.Mutex.Lock</translation>
    </message>
    <message>
        <source>sync.RWMutex.RLock</source>
        <translation>sync.RWMutex.RLock</translation>
    </message>
    <message>
        <source>sync.RWMutex.Lock</source>
        <translation>sync.RWMutex.Lock</translation>
    </message>
    <message>
        <source>sync.Cond.Wait</source>
        <translation>sync.Cond.Wait</translation>
    </message>
    <message>
        <source>semacquire</source>
        <translation>семафор</translation>
    </message>
    <message>
        <source>IO wait</source>
        <translation>ожидание ввода-вывода</translation>
    </message>
    <message>
        <source>select (no cases)</source>
        <translation>select (без ветвей)</translation>
    </message>
    <message>
        <source>stop the world</source>
        <translation>остановка мира</translation>
    </message>
    <message>
        <source>unknown</source>
        <translation>неизвестно</translation>
    </message>
    <message>
        <source>It waits to receive from a channel: nobody has sent yet.</source>
        <translation>Она ждёт приёма из канала: никто ещё не отправил.</translation>
    </message>
    <message>
        <source>It waits to send to a channel: nobody has received yet, or the buffer is full.</source>
        <translation>Она ждёт отправки в канал: никто не принял или буфер полон.</translation>
    </message>
    <message>
        <source>It receives from a nil channel, which never ends.</source>
        <translation>Она принимает из канала nil, а это навсегда.</translation>
    </message>
    <message>
        <source>It sends to a nil channel, which never ends.</source>
        <translation>Она отправляет в канал nil, а это навсегда.</translation>
    </message>
    <message>
        <source>It waits until one case of a select can go on.</source>
        <translation>Она ждёт, пока сможет продолжить одна из ветвей select.</translation>
    </message>
    <message>
        <source>It sleeps until its timer is due.</source>
        <translation>Она спит, пока не сработает её таймер.</translation>
    </message>
    <message>
        <source>It waits until a WaitGroup's count is zero.</source>
        <translation>Она ждёт, пока счётчик WaitGroup не станет нулём.</translation>
    </message>
    <message>
        <source>It waits for a mutex that another goroutine holds.</source>
        <translation>Она ждёт мьютекс, который держит другая горутина.</translation>
    </message>
    <message>
        <source>It waits to read under a read-write mutex.</source>
        <translation>Она ждёт чтения под мьютексом чтения-записи.</translation>
    </message>
    <message>
        <source>It waits to write under a read-write mutex.</source>
        <translation>Она ждёт записи под мьютексом чтения-записи.</translation>
    </message>
    <message>
        <source>It waits for a condition variable's signal.</source>
        <translation>Она ждёт сигнала условной переменной.</translation>
    </message>
    <message>
        <source>It waits for a semaphore.</source>
        <translation>Она ждёт семафор.</translation>
    </message>
    <message>
        <source>It waits until a descriptor is ready.</source>
        <translation>Она ждёт готовности дескриптора.</translation>
    </message>
    <message>
        <source>It waits in a select without cases, which never ends.</source>
        <translation>Она ждёт в select без ветвей: это не кончится никогда.</translation>
    </message>
    <message>
        <source>It waits for its turn to stop the world.</source>
        <translation>Ждёт своей очереди остановить мир.</translation>
    </message>
    <message>
        <source>It waits for a reason that this version doesn't know.</source>
        <translation>Она ждёт по причине, которой эта версия не знает.</translation>
    </message>
</context>
<context>
    <name>WhyTab</name>
    <message>
        <source>What else could have been chosen</source>
        <translation>Что ещё можно было выбрать</translation>
    </message>
    <message>
        <source>The chain</source>
        <translation>Цепочка</translation>
    </message>
</context>
<context>
    <name>gmpscope::app::ExportController</name>
    <message>
        <source>Picture saved as %1</source>
        <translation>Картинка сохранена: %1</translation>
    </message>
</context>
<context>
    <name>gmpscope::app::InspectorModel</name>
    <message>
        <source>core %1</source>
        <translation>ядро %1</translation>
    </message>
    <message>
        <source>State</source>
        <translation>Состояние</translation>
    </message>
    <message>
        <source>Waits for</source>
        <translation>Ждёт</translation>
    </message>
    <message>
        <source>Start</source>
        <translation>Начало</translation>
    </message>
    <message>
        <source>End</source>
        <translation>Конец</translation>
    </message>
    <message>
        <source>goes on</source>
        <translation>продолжается</translation>
    </message>
    <message>
        <source>Duration</source>
        <translation>Длительность</translation>
    </message>
    <message>
        <source>Goroutine</source>
        <translation>Горутина</translation>
    </message>
    <message>
        <source>Created</source>
        <translation>Создана</translation>
    </message>
    <message>
        <source>Created by</source>
        <translation>Кем создана</translation>
    </message>
    <message>
        <source>Ran in all</source>
        <translation>Работала всего</translation>
    </message>
    <message>
        <source>%1, %2 of it off core</source>
        <translation>%1, из них %2 не на ядре</translation>
    </message>
    <message>
        <source>Starts</source>
        <translation>Запусков</translation>
    </message>
    <message>
        <source>Longest wait for a P</source>
        <translation>Дольше всего ждала P</translation>
    </message>
    <message>
        <source>Off core in this run</source>
        <translation>Не на ядре за запуск</translation>
    </message>
    <message>
        <source>Thread</source>
        <translation>Поток</translation>
    </message>
    <message>
        <source>M%1, tid %2</source>
        <translation>M%1, tid %2</translation>
    </message>
    <message>
        <source>Processor</source>
        <translation>Процессор</translation>
    </message>
    <message>
        <source>Core at the start</source>
        <translation>Ядро вначале</translation>
    </message>
    <message>
        <source>%1: %2</source>
        <translation>%1: %2</translation>
    </message>
    <message>
        <source>from %1</source>
        <translation>с %1</translation>
    </message>
    <message>
        <source>chosen</source>
        <translation>выбрано</translation>
    </message>
</context>
<context>
    <name>gmpscope::app::ParameterModel</name>
    <message>
        <source>%1: %2 to %3</source>
        <translation>%1: от %2 до %3</translation>
    </message>
</context>
<context>
    <name>gmpscope::app::RunControl</name>
    <message>
        <source>full speed</source>
        <translation>полный ход</translation>
    </message>
    <message>
        <source>a decision each %1</source>
        <translation>решение раз в %1</translation>
    </message>
    <message>
        <source>Until the next steal</source>
        <translation>До следующей кражи</translation>
    </message>
    <message>
        <source>Until the next hand-off of a processor</source>
        <translation>До следующей передачи процессора</translation>
    </message>
    <message>
        <source>Until the next preemption</source>
        <translation>До следующего вытеснения</translation>
    </message>
    <message>
        <source>Until something happens to %1</source>
        <translation>До следующего события с %1</translation>
    </message>
    <message>
        <source>Next decision of P%1</source>
        <translation>Следующее решение P%1</translation>
    </message>
</context>
<context>
    <name>gmpscope::app::RunController</name>
    <message>
        <source>%1 M events/s</source>
        <translation>%1 млн событий/с</translation>
    </message>
    <message>
        <source>%1 k events/s</source>
        <translation>%1 тыс. событий/с</translation>
    </message>
    <message>
        <source>%1 events/s</source>
        <translation>%1 событий/с</translation>
    </message>
    <message>
        <source>Trace saved as %1</source>
        <translation>Трасса сохранена: %1</translation>
    </message>
    <message>
        <source>%1 lost</source>
        <translation>потеряно %1</translation>
    </message>
    <message>
        <source>detail from %1 to %2</source>
        <translation>детали с %1 по %2</translation>
    </message>
    <message>
        <source>detail before %1 is folded</source>
        <translation>детали до %1 свёрнуты</translation>
    </message>
    <message>
        <source>cores: kernel records</source>
        <translation>ядра: записи ядра ОС</translation>
    </message>
    <message>
        <source>cores: sampled</source>
        <translation>ядра: по выборке</translation>
    </message>
    <message>
        <source>cores: not known</source>
        <translation>ядра: неизвестно</translation>
    </message>
</context>
<context>
    <name>gmpscope::app::ViewController</name>
    <message>
        <source>the run is %1 ahead</source>
        <translation>прогон ушёл вперёд на %1</translation>
    </message>
</context>
<context>
    <name>scene</name>
    <message>
        <source>Board</source>
        <translation>Доска</translation>
    </message>
    <message>
        <source>at %1</source>
        <translation>в момент %1</translation>
    </message>
    <message>
        <source>sampled, at most ten times a second</source>
        <translation>выборка, не чаще десяти раз в секунду</translation>
    </message>
    <message>
        <source>idle</source>
        <translation>свободен</translation>
    </message>
    <message>
        <source>gone</source>
        <translation>нет</translation>
    </message>
    <message>
        <source>core %1</source>
        <translation>ядро %1</translation>
    </message>
    <message>
        <source>off core</source>
        <translation>не на ядре</translation>
    </message>
    <message>
        <source>unknown since the gap</source>
        <translation>неизвестно после потери</translation>
    </message>
    <message>
        <source>The details of this time are folded, to make room for later ones</source>
        <translation>Подробности этого времени свёрнуты, чтобы хватило места для новых</translation>
    </message>
    <message>
        <source>folded</source>
        <translation>свёрнуто</translation>
    </message>
    <message>
        <source>%1 of %2</source>
        <translation>%1 из %2</translation>
    </message>
    <message>
        <source>runnext</source>
        <translation>runnext</translation>
    </message>
    <message>
        <source>queue</source>
        <translation>очередь</translation>
    </message>
    <message>
        <source>spinning</source>
        <translation>ищет работу</translation>
    </message>
    <message>
        <source>no goroutine</source>
        <translation>нет горутины</translation>
    </message>
    <message>
        <source>no M</source>
        <translation>нет M</translation>
    </message>
    <message>
        <source>unknown</source>
        <translation>неизвестно</translation>
    </message>
    <message>
        <source>Global queue</source>
        <translation>Глобальная очередь</translation>
    </message>
    <message>
        <source>In transit</source>
        <translation>В пути</translation>
    </message>
    <message>
        <source>Timers</source>
        <translation>Таймеры</translation>
    </message>
    <message>
        <source>System calls</source>
        <translation>Системные вызовы</translation>
    </message>
    <message>
        <source>Channels</source>
        <translation>Каналы</translation>
    </message>
    <message>
        <source>Locks, wait groups</source>
        <translation>Блокировки, группы</translation>
    </message>
    <message>
        <source>Network</source>
        <translation>Сеть</translation>
    </message>
    <message>
        <source>Waiting</source>
        <translation>Ожидание</translation>
    </message>
    <message>
        <source>others</source>
        <translation>другие</translation>
    </message>
    <message>
        <source>Idle Ps %1</source>
        <translation>Свободные P: %1</translation>
    </message>
    <message>
        <source>idle Ms %1</source>
        <translation>свободные M: %1</translation>
    </message>
    <message>
        <source>spinning %1</source>
        <translation>ищут работу: %1</translation>
    </message>
    <message>
        <source>%1 run, %2 execute on %3 cores</source>
        <translation>запущено %1, выполняется %2 на %3 ядрах</translation>
    </message>
    <message>
        <source>%1 run, at most %2 execute</source>
        <translation>запущено %1, выполняется не больше %2</translation>
    </message>
    <message>
        <source>%1 alive</source>
        <translation>живых %1</translation>
    </message>
    <message>
        <source>%1 wait while P%2 idles</source>
        <translation>%1 ждут, а P%2 свободен</translation>
    </message>
    <message>
        <source>unnamed</source>
        <translation>без имени</translation>
    </message>
    <message>
        <source>%1 cores</source>
        <translation>ядер: %1</translation>
    </message>
    <message>
        <source>%1 events lost</source>
        <translation>потеряно событий: %1</translation>
    </message>
    <message>
        <source>not recorded</source>
        <translation>не записано</translation>
    </message>
    <message>
        <source>paused %1</source>
        <translation>пауза %1</translation>
    </message>
    <message>
        <source>executing</source>
        <translation>выполняется</translation>
    </message>
    <message>
        <source>runs, thread off core</source>
        <translation>выполняется, поток не на ядре</translation>
    </message>
    <message>
        <source>runnable</source>
        <translation>готова к выполнению</translation>
    </message>
    <message>
        <source>system call</source>
        <translation>системный вызов</translation>
    </message>
    <message>
        <source>waits: channel</source>
        <translation>ждёт: канал</translation>
    </message>
    <message>
        <source>lock, wait group</source>
        <translation>блокировка, группа</translation>
    </message>
    <message>
        <source>timer</source>
        <translation>таймер</translation>
    </message>
    <message>
        <source>network</source>
        <translation>сеть</translation>
    </message>
    <message>
        <source>not ours: idle or another process</source>
        <translation>не наше: простой или другой процесс</translation>
    </message>
    <message>
        <source>gone: fewer Ps</source>
        <translation>нет: P стало меньше</translation>
    </message>
    <message>
        <source>lost</source>
        <translation>потеряно</translation>
    </message>
    <message>
        <source>fault</source>
        <translation>сбой</translation>
    </message>
    <message>
        <source>ns</source>
        <translation>нс</translation>
    </message>
    <message>
        <source>µs</source>
        <translation>мкс</translation>
    </message>
    <message>
        <source>ms</source>
        <translation>мс</translation>
    </message>
    <message>
        <source>s</source>
        <translation>с</translation>
    </message>
    <message>
        <source>cores</source>
        <translation>ядра</translation>
    </message>
    <message>
        <source>processors</source>
        <translation>процессоры</translation>
    </message>
    <message>
        <source>threads</source>
        <translation>потоки</translation>
    </message>
    <message>
        <source>goroutines</source>
        <translation>горутины</translation>
    </message>
    <message>
        <source>kernel</source>
        <translation>ядро ОС</translation>
    </message>
    <message>
        <source>sampled</source>
        <translation>выборка</translation>
    </message>
    <message>
        <source>runtime only</source>
        <translation>только среда выполнения</translation>
    </message>
    <message>
        <source>no kernel records: which thread executes isn't known</source>
        <translation>нет записей ядра ОС: какой поток выполняется, неизвестно</translation>
    </message>
    <message>
        <source>which thread executes (%1)</source>
        <translation>какой поток выполняется (%1)</translation>
    </message>
    <message>
        <source>goroutine that runs; queue length 0–%1 beneath</source>
        <translation>какая горутина выполняется; под ней длина очереди, 0–%1</translation>
    </message>
    <message>
        <source>executing, runnable, waiting (%1)</source>
        <translation>выполняется, готов, ждёт (%1)</translation>
    </message>
    <message>
        <source>CPU %1</source>
        <translation>CPU %1</translation>
    </message>
    <message>
        <source>not ours</source>
        <translation>не наше</translation>
    </message>
    <message>
        <source> · off core</source>
        <translation> · не на ядре</translation>
    </message>
</context>
</TS>
